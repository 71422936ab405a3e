import { afterAll, expect, test } from "vitest";
import { GENUINE, IDP, REQUEST_ID, sign } from "./fixtures/message";
import { testVerifier, verifyText } from "./fixtures/verify-fixture";

const verifier = testVerifier();
afterAll(() => verifier.close());

test.each([
  ["the assertion is signed", sign(GENUINE, "Assertion")],
  ["the response is signed", sign(GENUINE, "Response")],
  ["both are signed", sign(sign(GENUINE, "Assertion"), "Response")],
  ["the canonicalization names prefixes", sign(GENUINE, "Assertion", { prefixList: ["xs", "xsi"] })],
])("accepts a genuine response of which %s", async (_, xml) => {
  expect(await verifyText(xml, verifier)).toEqual({
    protocol: "saml",
    issuer: IDP,
    nameId: {
      value: "user@example.com",
      format: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    },
    attributes: [
      { name: "email", friendlyName: "mail", values: ["user@example.com"] },
      { name: "groups", values: ["engineering", "on-call"] },
    ],
    assertionId: "_assertion-1",
    inResponseTo: REQUEST_ID,
    authnInstant: new Date("2026-03-02T08:30:00Z"),
    authnContextClassRef: "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
    sessionIndex: "_session-1",
    sessionNotOnOrAfter: new Date("2026-03-02T17:00:00Z"),
    notOnOrAfter: new Date("2026-03-02T09:06:30Z"),
  });
});
