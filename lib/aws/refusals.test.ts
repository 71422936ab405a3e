import { describe, expect, test } from "vitest";
import { awsRefusal, type RefusedRequest } from "./refusals";

const REQUEST: RefusedRequest = {
  roleArn: "arn:aws:iam::418273650912:role/ops/Administrator",
  principalArn: "arn:aws:iam::418273650912:saml-provider/Bridge",
  durationSeconds: 7200,
  partition: "aws",
  region: "eu-south-2",
  asserted: {
    issuer: "https://rolebridge.example.com/aws/saml/metadata",
    recipient: "https://signin.aws.amazon.com/saml",
    tagKeys: ["team", "cost"],
    sourceIdentity: "ada",
  },
};
const hints = (code: string, message: string, change: Partial<RefusedRequest> = {}): string =>
  awsRefusal(code, message, { ...REQUEST, ...change }).aws?.hints.join("\n") ?? "";

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
      /no SAML provider named Bridge in AWS account 418273650912/,
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
    const error = awsRefusal(code, message, REQUEST);
    expect(error.code).toBe("aws.refused");
    expect(error.aws).toMatchObject({ awsCode: code, awsMessage: message });
    expect(hints(code, message)).toMatch(wanted);
  });

  test("a denied trust names exactly the actions that this proof needs", () => {
    const denied = (asserted: Partial<RefusedRequest["asserted"]>): string | undefined =>
      /must allow (.+?) for/.exec(
        hints("AccessDenied", "x", {
          asserted: { issuer: "i", recipient: "r", tagKeys: [], ...asserted },
        }),
      )?.[1];
    expect(denied({})).toBe("sts:AssumeRoleWithSAML");
    expect(denied({ tagKeys: ["team"] })).toBe("sts:AssumeRoleWithSAML and sts:TagSession");
    expect(denied({ tagKeys: ["team"], sourceIdentity: "ada" })).toBe(
      "sts:AssumeRoleWithSAML and sts:TagSession and sts:SetSourceIdentity",
    );
  });
});
