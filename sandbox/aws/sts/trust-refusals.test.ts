import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  attributes,
  faultOf,
  OTHER_ACCOUNT,
  PROVIDER_ARN,
  roleArn,
  startTestAws,
  type TestAws,
  trust,
} from "../testing/running-aws";

let aws: TestAws;

beforeAll(async () => {
  aws = await startTestAws([
    { name: "Pathed", path: "/team/", maxSessionDuration: 3600, trustPolicy: trust() },
    { name: "NoTags", maxSessionDuration: 3600, trustPolicy: trust({ Action: "sts:AssumeRoleWithSAML" }) },
    { name: "AWSReservedSSO_Admin_0a1b", maxSessionDuration: 3600, trustPolicy: trust() },
    {
      name: "Elsewhere",
      maxSessionDuration: 3600,
      trustPolicy: trust({
        Condition: { StringEquals: { "SAML:aud": "https://eu-west-1.signin.aws.amazon.com/saml" } },
      }),
    },
  ]);
});
afterAll(() => aws.close());

describe("nobody is let in, and AWS does not say why,", () => {
  const denied = {
    status: 403,
    code: "AccessDenied",
    message: "Not authorized to perform sts:AssumeRoleWithSAML",
  };
  const forRole = (arn: string) => ({ attributes: attributes({ Role: [`${arn},${PROVIDER_ARN}`] }) });

  it.each([
    ["the role does not exist", roleArn("Gone")],
    ["the role's name differs in case", roleArn("engineer")],
    ["the role's path is missing", roleArn("Pathed")],
    ["the role is in another account", roleArn("Engineer", OTHER_ACCOUNT)],
    ["the role is one of IAM Identity Center's", roleArn("AWSReservedSSO_Admin_0a1b")],
    ["a condition of the trust policy fails", roleArn("Elsewhere")],
  ])("when %s", async (_why, arn) => {
    expect(await faultOf(await aws.assume(forRole(arn), { RoleArn: arn }))).toEqual(denied);
  });

  it.each([
    ["tags without sts:TagSession", { "PrincipalTag:team": ["data"] }],
    ["a source identity without sts:SetSourceIdentity", { SourceIdentity: ["ada"] }],
  ])("when it asks for %s", async (_what, more) => {
    const Role = [`${roleArn("NoTags")},${PROVIDER_ARN}`];
    expect((await aws.assume({}, {}, "NoTags")).status).toBe(200);
    expect(
      await faultOf(await aws.assume({ attributes: attributes({ Role, ...more }) }, {}, "NoTags")),
    ).toEqual(denied);
  });

  it("except for an opt-in Region, which has words of its own", async () => {
    const body = new URLSearchParams({
      Action: "AssumeRoleWithSAML",
      Version: "2011-06-15",
      RoleArn: roleArn("Engineer"),
      PrincipalArn: PROVIDER_ARN,
      SAMLAssertion: aws.response("Engineer"),
    }).toString();
    const answer = await new Promise<string>((resolve, reject) => {
      const call = request(aws.urls.sts, {
        method: "POST",
        headers: {
          host: "sts.eu-south-1.amazonaws.com",
          "content-type": "application/x-www-form-urlencoded",
        },
      });
      call.on("error", reject).on("response", async (response) => {
        let text = "";
        for await (const chunk of response) text += chunk;
        resolve(`${response.statusCode} ${text}`);
      });
      call.end(body);
    });
    expect(answer).toMatch(/^403 /);
    expect(answer).toContain("<Code>RegionDisabledException</Code>");
    expect(answer).toContain(
      `STS is not activated in this region for account:${ACCOUNT}. Your account administrator`,
    );
  });
});
