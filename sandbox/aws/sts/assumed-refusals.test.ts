import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResponseSpec } from "../testing/build-response";
import {
  attributes,
  faultOf,
  PROVIDER_ARN,
  roleArn,
  startTestAws,
  type TestAws,
} from "../testing/running-aws";

let aws: TestAws;

beforeAll(async () => {
  aws = await startTestAws();
});
afterAll(() => aws.close());

describe("where AWS is silent, by default (each a switch in assumptions.ts)", () => {
  const ASSUMED: readonly [string, Partial<ResponseSpec>, string][] = [
    ["only the response is signed", { sign: "response" }, "InvalidIdentityToken"],
    [
      "SHA-1 was used",
      { signatureAlgorithm: "http://www.w3.org/2000/09/xmldsig#rsa-sha1" },
      "InvalidIdentityToken",
    ],
    [
      "the digest is SHA-1",
      { digestAlgorithm: "http://www.w3.org/2000/09/xmldsig#sha1" },
      "InvalidIdentityToken",
    ],
    [
      "the status is not Success",
      { status: "urn:oasis:names:tc:SAML:2.0:status:Responder" },
      "IDPRejectedClaim",
    ],
    ["the audience is another", { audience: "https://signin.aws.amazon.com/saml" }, "InvalidIdentityToken"],
    ["there is no audience", { audience: undefined }, "InvalidIdentityToken"],
    [
      "the Recipient is not AWS",
      { confirmations: [{ recipient: "http://127.0.0.1:4104/saml", notOnOrAfter: 60 }] },
      "InvalidIdentityToken",
    ],
    [
      "the Recipient ends in a slash",
      { confirmations: [{ recipient: "https://signin.aws.amazon.com/saml/", notOnOrAfter: 60 }] },
      "InvalidIdentityToken",
    ],
    ["the Destination is not AWS", { destination: "http://127.0.0.1:4104/saml" }, "InvalidIdentityToken"],
    ["it is not valid yet", { notBefore: 30 }, "InvalidIdentityToken"],
    ["the response was issued six minutes ago", { responseIssuedAt: -360 }, "ExpiredTokenException"],
    [
      "SessionDuration is 60",
      { attributes: attributes({ SessionDuration: ["60"] }) },
      "InvalidIdentityToken",
    ],
    [
      "there are two assertions",
      { tamper: (xml) => xml.replace(/(<saml:Assertion[\s\S]*<\/saml:Assertion>)/, "$1$1") },
      "InvalidIdentityToken",
    ],
    ["it is XML but not SAML", { tamper: () => "<hello/>" }, "InvalidIdentityToken"],
  ];
  it.each(ASSUMED)("an assertion is refused when %s", async (_what, changes, code) => {
    expect(await faultOf(await aws.assume(changes))).toMatchObject({
      status: code === "IDPRejectedClaim" ? 403 : 400,
      code,
    });
  });

  it("takes response-only signatures, SHA-512 and AWS's sign-in URL as audience once switched", async () => {
    const lenient = await startTestAws([], {
      signaturePlacement: "assertion-or-response",
      acceptSigninUrlAsAudience: true,
      signatureAlgorithms: ["http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"],
    });
    const answer = await lenient.sts({
      Action: "AssumeRoleWithSAML",
      RoleArn: roleArn("Engineer"),
      PrincipalArn: PROVIDER_ARN,
      SAMLAssertion: lenient.response("Engineer", {
        sign: "response",
        audience: "https://signin.aws.amazon.com/saml",
        signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
      }),
    });
    expect(answer.status).toBe(200);
    await lenient.close();
  });

  it("grants nothing on an unsigned assertion even with no check configured", async () => {
    const open = await startTestAws([], { samlCheckOrder: [] });
    const answer = await open.sts({
      Action: "AssumeRoleWithSAML",
      RoleArn: roleArn("Engineer"),
      PrincipalArn: PROVIDER_ARN,
      SAMLAssertion: open.response("Engineer", { sign: "none" }),
    });
    expect((await faultOf(answer)).message).toBe("Response signature invalid");
    await open.close();
  });
});
