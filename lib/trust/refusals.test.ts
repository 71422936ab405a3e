import { describe, expect, test } from "vitest";
import type { PlanOf } from "../issuance/plan";
import { hintsFor } from "./refusals";

const PLAN: PlanOf<"saml"> = {
  kind: "saml",
  targetId: "t",
  accountId: "418273650912",
  accountName: "Meridian Production",
  partition: "aws",
  region: "eu-south-2",
  sts: { partition: "aws", regions: ["eu-south-2"], useFips: false, useDualStack: false },
  roleArn: "arn:aws:iam::418273650912:role/ops/Administrator",
  providerArn: "arn:aws:iam::418273650912:saml-provider/Bridge",
  recipient: "https://signin.aws.amazon.com/saml",
  durationSeconds: 7200,
  durationDecidedBy: "wish",
  sessionName: "ada",
  sourceIdentity: "ada",
  tags: [
    { key: "team", value: "blue" },
    { key: "cost", value: "4711" },
  ],
  transitiveTagKeys: [],
  policyArns: [],
};
const hints = (awsCode: string, awsMessage: string, plan = PLAN): string =>
  hintsFor(
    { awsCode, awsMessage },
    { plan, issuer: "https://rolebridge.example.com/aws/saml/metadata" },
  ).join("\n");

describe("refusals of AWS", () => {
  test.each([
    ["ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance", /clock/],
    ["ExpiredTokenException", "Response has expired", /NTP/],
    [
      "InvalidIdentityToken",
      "Response signature invalid",
      /certificate[\s\S]+update the provider[\s\S]+\/aws\/saml\/metadata/,
    ],
    [
      "InvalidIdentityToken",
      "Specified provider doesn't exist (Service: AWSOpenIdDiscoveryService; Status Code: 400)",
      /no SAML provider \S+\/Bridge in AWS account 418273650912/,
    ],
    [
      "InvalidIdentityToken",
      "Issuer not present in specified provider (Service: AWSOpenIdDiscoveryService)",
      /entityID must be https:\/\/rolebridge\.example\.com/,
    ],
    [
      "InvalidIdentityToken",
      "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
      /pair of role/,
    ],
    ["InvalidIdentityToken", "Response does not contain the required audience.", /partition/],
    [
      "InvalidIdentityToken",
      'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,256} and not begin with "aws:"',
      /source identity off/,
    ],
    [
      "InvalidIdentityToken",
      "RoleSessionName is required in AuthnResponse",
      /reference to a Rolebridge administrator/,
    ],
    ["InvalidIdentityToken", "Invalid base64 SAMLResponse (Service: AWSOpenIdDiscoveryService)", /reference/],
    ["IDPRejectedClaim", "x", /reference/],
    [
      "AccessDenied",
      "Not authorized to perform sts:AssumeRoleWithSAML",
      /trust policy of role Administrator[\s\S]+SAML:aud https:\/\/signin\.aws/,
    ],
    [
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      /7200 seconds[\s\S]+raise the maximum session duration of role Administrator/,
    ],
    ["ValidationError", "Request ARN is invalid", /check the ARNs/],
    [
      "ValidationError",
      "1 validation error detected: Value 'x' at 'roleArn' failed to satisfy constraint",
      /check the ARNs/,
    ],
    [
      "PackedPolicyTooLarge",
      "Packed size of session tags consumes 138% of allotted space.",
      /fewer or shorter[\s\S]+team, cost/,
    ],
    ["MalformedPolicyDocument", "x", /session policy/],
    [
      "RegionDisabledException",
      "STS is not activated in this region for account:418273650912.",
      /region eu-south-2 in AWS account 418273650912/,
    ],
    ["Throttling", "Rate exceeded", /Try again in a minute/],
    ["SomethingNew", "x", /look up the code/],
  ])("%s “%s” is explained", (code, message, wanted) => {
    expect(hints(code, message)).toMatch(wanted);
  });

  test("a denied trust names exactly the actions that this proof needs", () => {
    const { sourceIdentity: _, ...plain } = { ...PLAN, tags: [] };
    const denied = (change: Partial<PlanOf<"saml">>): string | undefined =>
      /must allow (.+?) for/.exec(hints("AccessDenied", "x", { ...plain, ...change }))?.[1];
    const tags = [{ key: "team", value: "blue" }];
    expect(denied({})).toBe("sts:AssumeRoleWithSAML");
    expect(denied({ tags })).toBe("sts:AssumeRoleWithSAML and sts:TagSession");
    expect(denied({ tags, sourceIdentity: "ada" })).toBe(
      "sts:AssumeRoleWithSAML and sts:TagSession and sts:SetSourceIdentity",
    );
  });
});
