import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildResponse, type ResponseSpec, validResponse } from "../testing/build-response";
import { createIdentityProvider } from "../testing/identity-provider";
import {
  ACCOUNT,
  attributes,
  faultOf,
  PROVIDER_ARN,
  roleArn,
  startTestAws,
  type TestAws,
} from "../testing/running-aws";

const wrapped = (text: string, code: string) =>
  new RegExp(
    `^${text} \\(Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: ${code}; Request ID: [0-9a-f-]{36}; Proxy: null\\)$`,
  );

let aws: TestAws;

beforeAll(async () => {
  aws = await startTestAws();
});
afterAll(() => aws.close());

/** Rows of the table of documented refusals: what is wrong, status, code, words. */
const DOCUMENTED: readonly [string, Partial<ResponseSpec>, string, string | RegExp][] = [
  [
    "issued six minutes ago",
    { issuedAt: -360 },
    "ExpiredTokenException",
    "Token must be redeemed within 5 minutes of issuance",
  ],
  ["past its Conditions", { notOnOrAfter: -1 }, "ExpiredTokenException", "Response has expired"],
  [
    "past its SubjectConfirmationData",
    { confirmations: [{ recipient: "https://signin.aws.amazon.com/saml", notOnOrAfter: -1 }] },
    "ExpiredTokenException",
    "Response has expired",
  ],
  [
    "without a RoleSessionName",
    { attributes: { Role: [`${roleArn("Engineer")},${PROVIDER_ARN}`] } },
    "InvalidIdentityToken",
    "RoleSessionName is required in AuthnResponse",
  ],
  [
    "with a space in RoleSessionName",
    { attributes: attributes({ RoleSessionName: ["ada lovelace"] }) },
    "InvalidIdentityToken",
    "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
  ],
  [
    "with a RoleSessionName of 65",
    { attributes: attributes({ RoleSessionName: ["a".repeat(65)] }) },
    "InvalidIdentityToken",
    "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
  ],
  [
    "with two RoleSessionNames",
    { attributes: attributes({ RoleSessionName: ["ada", "bob"] }) },
    "InvalidIdentityToken",
    "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
  ],
  [
    "with a SourceIdentity of AWS's own",
    { attributes: attributes({ SourceIdentity: ["aws:ada"] }) },
    "InvalidIdentityToken",
    'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,256} and not begin with "aws:"',
  ],
  [
    "with a SourceIdentity of 257",
    { attributes: attributes({ SourceIdentity: ["a".repeat(257)] }) },
    "InvalidIdentityToken",
    'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,256} and not begin with "aws:"',
  ],
  [
    "changed after signing",
    { tamper: (xml) => xml.replace("persistent", "transient") },
    "InvalidIdentityToken",
    "Response signature invalid",
  ],
  ["unsigned", { sign: "none" }, "InvalidIdentityToken", "Response signature invalid"],
  [
    "of another issuer",
    { issuer: "https://other.example" },
    "InvalidIdentityToken",
    wrapped("Issuer not present in specified provider", "AuthSamlInvalidSamlResponseException"),
  ],
  [
    "that names another role",
    { attributes: attributes({ Role: [`${roleArn("Reader")},${PROVIDER_ARN}`] }) },
    "InvalidIdentityToken",
    "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
  ],
  [
    "that names another provider",
    {
      attributes: attributes({
        Role: [`${roleArn("Engineer")},arn:aws:iam::${ACCOUNT}:saml-provider/Other`],
      }),
    },
    "InvalidIdentityToken",
    "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
  ],
  [
    "with a space after the comma",
    { attributes: attributes({ Role: [`${roleArn("Engineer")}, ${PROVIDER_ARN}`] }) },
    "InvalidIdentityToken",
    "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
  ],
  [
    "without a SubjectConfirmation",
    { confirmations: [] },
    "InvalidIdentityToken",
    "Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter",
  ],
  [
    "without a Recipient",
    { confirmations: [{ notOnOrAfter: 60 }] },
    "InvalidIdentityToken",
    "Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter",
  ],
  [
    "without NotOnOrAfter",
    { confirmations: [{ recipient: "https://signin.aws.amazon.com/saml" }] },
    "InvalidIdentityToken",
    "Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter",
  ],
  [
    "with two SubjectConfirmations",
    {
      confirmations: [
        { recipient: "https://signin.aws.amazon.com/saml", notOnOrAfter: 60 },
        { recipient: "https://signin.aws.amazon.com/saml", notOnOrAfter: 60 },
      ],
    },
    "InvalidIdentityToken",
    "Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter",
  ],
  [
    "without a NameID",
    { nameId: undefined },
    "AccessDenied",
    "Not authorized to perform sts:AssumeRoleWithSAML",
  ],
  [
    "with an empty NameID",
    { nameId: "" },
    "AccessDenied",
    "Not authorized to perform sts:AssumeRoleWithSAML",
  ],
];

describe("an assertion is refused, in AWS's words,", () => {
  it.each(DOCUMENTED)("when it is %s", async (_what, changes, code, message) => {
    const refusal = await faultOf(await aws.assume(changes));
    expect(refusal).toMatchObject({ status: code === "AccessDenied" ? 403 : 400, code });
    if (typeof message === "string") expect(refusal.message).toBe(message);
    else expect(refusal.message).toMatch(message);
  });

  it("when it is not base64", async () => {
    for (const SAMLAssertion of ["<samlp:Response/>", "AAAA AAAA", "AAAAA"]) {
      const refusal = await faultOf(await aws.assume({}, { SAMLAssertion }));
      expect(refusal.code).toBe("InvalidIdentityToken");
      expect(refusal.message).toMatch(
        wrapped("Invalid base64 SAMLResponse", "AuthSamlInvalidSamlResponseException"),
      );
    }
  });

  it("when the provider does not exist", async () => {
    const PrincipalArn = `arn:aws:iam::${ACCOUNT}:saml-provider/Gone`;
    expect((await faultOf(await aws.assume({}, { PrincipalArn }))).message).toMatch(
      wrapped("Specified provider doesn't exist", "AuthSamlManifestNotFoundException"),
    );
  });

  it("when another key signed it, though the message carries that key's certificate", async () => {
    const other = await createIdentityProvider(aws.idp.entityId);
    const spec = validResponse(other, roleArn("Engineer"), PROVIDER_ARN);
    const SAMLAssertion = buildResponse(spec, other, aws.clock.now);
    expect((await faultOf(await aws.assume({}, { SAMLAssertion }))).message).toBe(
      "Response signature invalid",
    );
  });

  it("when a signed assertion is wrapped round a forged one", async () => {
    const wrap = (xml: string) => {
      const signed = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)?.[0] ?? "";
      const forged = signed
        .replace('ID="_assertion"', 'ID="_forged"')
        .replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, "")
        .replace("Engineer", "Admin");
      return xml.replace(signed, `${forged.replace("</saml:Assertion>", `${signed}</saml:Assertion>`)}`);
    };
    expect((await aws.assume({ tamper: wrap })).status).toBe(400);
    expect(
      (await aws.assume({ tamper: (xml) => xml.replace("<samlp:Status>", "<!DOCTYPE x><samlp:Status>") }))
        .status,
    ).toBe(400);
  });

  it("when the Role attribute has another name, even in case only", async () => {
    const { RoleSessionName = [] } = attributes({});
    const Role = [`${roleArn("Engineer")},${PROVIDER_ARN}`];
    const renamed = { "https://aws.amazon.com/saml/attributes/role": Role, RoleSessionName };
    expect((await faultOf(await aws.assume({ attributes: renamed }))).message).toMatch(
      /^SAML Assertion doesn't contain/,
    );
  });
});
