import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, faultOf, PROVIDER_ARN, roleArn, startTestAws, type TestAws } from "../testing/running-aws";
import { signedRequest } from "../testing/signed-request";

let aws: TestAws;
let started: Date;
let session: { accessKeyId: string; secretAccessKey: string; sessionToken: string };

beforeAll(async () => {
  aws = await startTestAws();
  started = aws.clock.now;
  const body = await (await aws.assume()).text();
  const part = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(body)?.[1] ?? "";
  session = {
    accessKeyId: part("AccessKeyId"),
    secretAccessKey: part("SecretAccessKey"),
    sessionToken: part("SessionToken"),
  };
});
beforeEach(() => {
  aws.clock.now = started;
});
afterAll(() => aws.close());

function adminKey() {
  const key = aws.adminKeys[ACCOUNT];
  if (key === undefined) throw new Error("the account has no administrator");
  return key;
}

const ask = (options: Parameters<typeof signedRequest>[1] = {}) =>
  signedRequest(aws.urls.sts, { credentials: session, now: aws.clock.now, ...options });
const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const invalid = {
  status: 403,
  code: "InvalidClientTokenId",
  message: "The security token included in the request is invalid.",
};

describe("GetCallerIdentity", () => {
  it("names a role session, by header signature and by presigned query", async () => {
    for (const presign of [false, true]) {
      const body = await (await ask({ presign })).text();
      expect(body).toMatch(/<GetCallerIdentityResult>\n +<Arn>.*\n +<UserId>.*\n +<Account>/);
      expect(body).toContain(`<Arn>arn:aws:sts::${ACCOUNT}:assumed-role/Engineer/ada@meridian.example</Arn>`);
    }
  });

  it("names a user of the account to the stock SDK", async () => {
    const client = new STSClient({
      endpoint: aws.urls.sts,
      region: "ap-southeast-2",
      credentials: adminKey(),
    });
    await expect(client.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:user/Administrator`,
      UserId: expect.stringMatching(/^AIDA[A-Z0-9]{17}$/),
    });
  });

  it.each([
    ["the Region", { region: "mars-north-1" }, "Credential should be scoped to a valid region. "],
    ["the service", { service: "s3" }, "Credential should be scoped to correct service: 'sts'. "],
    [
      "both",
      { region: "mars-north-1", service: "s3" },
      "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'sts'. ",
    ],
  ])("refuses a credential scope wrong in %s, trailing space and all", async (_what, scope, message) => {
    expect(await faultOf(await ask(scope))).toEqual({ status: 403, code: "SignatureDoesNotMatch", message });
  });

  it("takes only its own Region at a Region's own address", async () => {
    const host = "sts.eu-west-1.amazonaws.com";
    expect((await ask({ host, region: "eu-west-1" })).status).toBe(200);
    expect((await faultOf(await ask({ host, region: "us-east-1" }))).message).toBe(
      "Credential should be scoped to a valid region. ",
    );
  });

  it.each([
    ["a token that nobody issued", () => ({ ...session, sessionToken: "AAAA" })],
    [
      "a token that was changed",
      () => ({
        ...session,
        sessionToken: `${session.sessionToken.startsWith("A") ? "B" : "A"}${session.sessionToken.slice(1)}`,
      }),
    ],
    ["a token with another key", () => ({ ...adminKey(), sessionToken: session.sessionToken })],
    ["a session key without its token", () => ({ ...session, sessionToken: undefined })],
    ["a key that nobody has", () => ({ accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "x" })],
  ])("refuses %s", async (_what, credentials) => {
    expect(await faultOf(await ask({ credentials: credentials() }))).toEqual(invalid);
  });

  it("says that a session has expired before it looks at the signature", async () => {
    aws.clock.now = new Date(started.getTime() + 3_600_000);
    const answer = await ask({ credentials: { ...session, secretAccessKey: "wrong" } });
    expect(await faultOf(answer)).toEqual({
      status: 403,
      code: "ExpiredToken",
      message: "The security token included in the request is expired",
    });
  });

  it.each([
    ["made with another secret", () => ({ credentials: { ...session, secretAccessKey: "wrong" } })],
    ["over another body", () => ({ tamperBody: "Action=GetCallerIdentity&Version=2011-06-15&x=1" })],
    ["that does not cover the host", () => ({ signedHeaders: ["x-amz-date"] })],
  ])("refuses a signature %s", async (_what, options) => {
    expect(await faultOf(await ask(options()))).toEqual({
      status: 403,
      code: "SignatureDoesNotMatch",
      message: mismatch,
    });
  });

  it("refuses signatures older than 15 minutes or from 15 minutes ahead", async () => {
    const at = (minutes: number) => ask({ now: new Date(started.getTime() + minutes * 60_000) });
    expect((await at(-14)).status).toBe(200);
    expect((await faultOf(await at(-16))).message).toMatch(
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$/,
    );
    expect((await faultOf(await at(16))).message).toMatch(
      /^Signature not yet current: \S+ is still later than \S+ \(\S+ \+ 15 min\.\)$/,
    );
  });

  it("refuses a presigned query after its time", async () => {
    const presigned = { presign: true, expires: 60, now: new Date(started.getTime() - 61_000) };
    expect((await faultOf(await ask(presigned))).code).toBe("SignatureDoesNotMatch");
  });

  it("refuses calls without a signature, and half a signature", async () => {
    const bare = (headers: Record<string, string>) => aws.sts({ Action: "GetCallerIdentity" }, { headers });
    expect(await faultOf(await bare({}))).toEqual({
      status: 403,
      code: "MissingAuthenticationToken",
      message: "Request is missing Authentication Token",
    });
    expect((await faultOf(await bare({ authorization: "AWS4-HMAC-SHA256 Credential=a/b/c/d/e" }))).code).toBe(
      "IncompleteSignature",
    );
  });
});

it("a session's token is opaque, and differs from call to call", async () => {
  expect(session.sessionToken).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(Buffer.from(session.sessionToken, "base64").toString("latin1")).not.toContain("Engineer");
  const again = await aws.sts({
    Action: "AssumeRoleWithSAML",
    RoleArn: roleArn("Engineer"),
    PrincipalArn: PROVIDER_ARN,
    SAMLAssertion: aws.response("Engineer"),
  });
  expect(await again.text()).not.toContain(session.sessionToken);
});
