import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROVIDER_ARN, roleArn, startTestAws, type TestAws } from "../testing/running-aws";

let aws: TestAws;

beforeAll(async () => {
  aws = await startTestAws();
});
afterAll(() => aws.close());

const call = (init: RequestInit, path = "/") => fetch(aws.urls.sts + path, { redirect: "manual", ...init });
const form = (body: string | URLSearchParams, headers: Record<string, string> = {}) =>
  call({
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body,
  });

describe("dispatch", () => {
  it.each([
    [
      "Action=NoSuchAction&Version=2011-06-15",
      "Could not find operation NoSuchAction for version 2011-06-15",
    ],
    [
      "Action=GetCallerIdentity",
      "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED",
    ],
    [
      "Action=GetCallerIdentity&Version=2010-05-08",
      "Could not find operation GetCallerIdentity for version 2010-05-08",
    ],
    ["Action=constructor&Version=2011-06-15", "Could not find operation constructor for version 2011-06-15"],
  ])("refuses %s in the dispatcher's own namespace", async (body, message) => {
    const answer = await form(body);
    expect(answer.status).toBe(400);
    const text = await answer.text();
    expect(text).toContain('<ErrorResponse xmlns="http://webservices.amazon.com/AWSFault/2005-15-09">');
    expect(text).toContain(`<Code>InvalidAction</Code>\n    <Message>${message}</Message>`);
  });

  it("sends whoever names no action to the landing page, with an empty body", async () => {
    const asked = [
      await form("Version=2011-06-15"),
      await call({ method: "POST", headers: { "content-type": "application/json" }, body: "{}" }),
      await call({ method: "POST", body: "Action=GetCallerIdentity" }),
    ];
    for (const answer of asked) {
      expect(answer.status).toBe(302);
      expect(answer.headers.get("location")).toBe("https://aws.amazon.com/iam");
      expect(await answer.text()).toBe("");
    }
  });

  it("keeps the query string of a GET", async () => {
    const answer = await call({}, "/?Version=2011-06-15&x=1");
    expect(answer.headers.get("location")).toBe("https://aws.amazon.com/iam?Version=2011-06-15&x=1");
    expect((await call({})).headers.get("location")).toBe("https://aws.amazon.com/iam");
  });

  it("takes calls by GET", async () => {
    const query = new URLSearchParams({
      Action: "AssumeRoleWithSAML",
      Version: "2011-06-15",
      RoleArn: roleArn("Engineer"),
      PrincipalArn: PROVIDER_ARN,
      SAMLAssertion: aws.response("Engineer"),
    });
    expect((await call({}, `/?${query}`)).status).toBe(200);
  });

  it("answers 413 and nothing else to a body over 10,000,000 bytes", async () => {
    const answer = await form(`Action=GetCallerIdentity&x=${"x".repeat(10_000_000)}`);
    expect(answer.status).toBe(413);
    expect(await answer.text()).toBe("");
  });

  it("lets the first of two parameters count, and ignores unknown ones", async () => {
    const body = new URLSearchParams([
      ["Action", "AssumeRoleWithSAML"],
      ["Action", "NoSuchAction"],
      ["Version", "2011-06-15"],
      ["RoleArn", roleArn("Engineer")],
      ["RoleArn", "short"],
      ["PrincipalArn", PROVIDER_ARN],
      ["SAMLAssertion", aws.response("Engineer")],
      ["Nonsense", "1"],
    ]);
    expect((await form(body)).status).toBe(200);
  });

  it("serves no other path", async () => {
    expect((await call({}, "/elsewhere?Action=GetCallerIdentity&Version=2011-06-15")).status).toBe(404);
  });
});

describe("answers", () => {
  const params = () =>
    new URLSearchParams({
      Action: "AssumeRoleWithSAML",
      Version: "2011-06-15",
      RoleArn: roleArn("Engineer"),
      PrincipalArn: PROVIDER_ARN,
      SAMLAssertion: aws.response("Engineer"),
    });

  it("carry the request's id in the header and in the body", async () => {
    const answer = await form(params());
    const id = answer.headers.get("x-amzn-requestid");
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await answer.text()).toContain(`<RequestId>${id}</RequestId>`);
    expect(answer.headers.get("content-type")).toBe("text/xml");
    expect(answer.headers.get("x-amz-sts-extended-request-id")).toBeTruthy();
  });

  it("are JSON when asked, with a numeric expiration", async () => {
    const answer = await form(params(), { accept: "application/json" });
    expect(answer.headers.get("content-type")).toBe("application/json");
    const { AssumeRoleWithSAMLResponse: body } = await answer.json();
    expect(body.AssumeRoleWithSAMLResult.Credentials.Expiration).toBe(aws.clock.now.getTime() / 1000 + 3600);
    expect(body.ResponseMetadata.RequestId).toBe(answer.headers.get("x-amzn-requestid"));
  });

  it("are JSON errors when asked", async () => {
    const answer = await form("Action=Nothing&Version=2011-06-15", { accept: "application/json" });
    expect(await answer.json()).toEqual({
      Error: {
        Code: "InvalidAction",
        Message: "Could not find operation Nothing for version 2011-06-15",
        Type: "Sender",
      },
      RequestId: answer.headers.get("x-amzn-requestid"),
    });
  });
});
