import { afterAll, describe, expect, test } from "vitest";
import { UNSOLICITED } from "./fixtures/attacks-response";
import { ACS, edit, editAll, GENUINE, IDP, NOW, REQUEST_ID, SP, sign } from "./fixtures/message";
import { signByHand } from "./fixtures/sign-by-hand";
import { certificateBase64, type KeyName } from "./fixtures/test-keys";
import { IDP_SETTINGS, outcomeOf, testVerifier, verifyText } from "./fixtures/verify-fixture";

const verifier = testVerifier();
afterAll(() => verifier.close());

const LOGIN = {
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
  issuedAt: new Date("2026-03-02T08:59:57Z"),
  validUntil: new Date("2026-03-02T09:05:00Z"),
  recipient: ACS,
  inResponseTo: REQUEST_ID,
  authnInstant: new Date("2026-03-02T08:30:00Z"),
  authnContextClassRef: "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
  sessionIndex: "_session-1",
  sessionNotOnOrAfter: new Date("2026-03-02T17:00:00Z"),
  notOnOrAfter: new Date("2026-03-02T09:06:30Z"),
};

describe("accepts a genuine response", () => {
  test.each([
    ["whose assertion is signed, as Entra ID does", sign(GENUINE, "Assertion")],
    ["that is signed as a whole, as Keycloak does", sign(GENUINE, "Response")],
    ["with both signatures, as Okta does", sign(sign(GENUINE, "Assertion"), "Response")],
    ["without KeyInfo", sign(GENUINE, "Assertion", { keyInfo: false })],
    [
      "signed with RSA-SHA512",
      sign(GENUINE, "Assertion", {
        signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
        digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha512",
      }),
    ],
    [
      "whose canonicalization keeps the prefix xs, as Okta's does",
      signByHand(
        editAll(GENUINE, "<saml:Assertion ", '<saml:Assertion xmlns:xs="http://www.w3.org/2001/XMLSchema" '),
        "_assertion-1",
        { prefixList: "xs" },
      ),
    ],
    ["after an XML declaration", `<?xml version="1.0" encoding="UTF-8"?>\n${sign(GENUINE, "Assertion")}\n`],
    [
      "with Windows line ends between elements",
      sign(
        GENUINE.replaceAll("><saml:", ">\r\n  <saml:").replaceAll(
          "\r\n  <saml:AttributeValue",
          "<saml:AttributeValue",
        ),
        "Assertion",
      ),
    ],
    [
      "in a default namespace",
      sign(
        editAll(
          editAll(GENUINE, "saml:Assertion ", 'Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion" '),
          "/saml:Assertion>",
          "/Assertion>",
        ),
        "Assertion",
      ),
    ],
  ])("%s", async (_, xml) => {
    expect(await verifyText(xml, verifier)).toEqual(LOGIN);
  });

  test("for one use only, and with fractions of a second", async () => {
    const once = edit(
      GENUINE,
      "</saml:AudienceRestriction>",
      "</saml:AudienceRestriction><saml:OneTimeUse/>",
    );
    const exact = edit(once, 'NotBefore="2026-03-02T08:55:00Z"', 'NotBefore="2026-03-02T08:55:00.1234567Z"');
    expect(await verifyText(sign(exact, "Assertion"), verifier)).toEqual(LOGIN);
  });

  test("of which the unsigned Response names no Issuer", async () => {
    const xml = edit(GENUINE, `<saml:Issuer>${IDP}</saml:Issuer><samlp:Status>`, "<samlp:Status>");
    expect(await outcomeOf(verifyText(sign(xml, "Assertion"), verifier))).toBe("accepted");
  });

  test("S63 with a thousand groups", async () => {
    const groups = Array.from({ length: 1_000 }, (_, n) => `aws-account-${n}-administrators`);
    const values = groups.map((group) => `<saml:AttributeValue>${group}</saml:AttributeValue>`).join("");
    const xml = edit(GENUINE, "<saml:AttributeValue>on-call</saml:AttributeValue>", values);
    const login = await verifyText(sign(xml, "Assertion"), verifier);
    expect(login.attributes[1]?.values).toEqual(["engineering", ...groups]);
  });

  test("without attributes, session index or session end", async () => {
    const xml = GENUINE.replace(/<saml:AttributeStatement>.*<\/saml:AttributeStatement>/s, "").replace(
      ' SessionIndex="_session-1" SessionNotOnOrAfter="2026-03-02T17:00:00Z"',
      "",
    );
    const { sessionIndex: _, sessionNotOnOrAfter: __, ...rest } = LOGIN;
    expect(await verifyText(sign(xml, "Assertion"), verifier)).toEqual({ ...rest, attributes: [] });
  });

  test("started by the provider, where the connection allows it, and says that it answers nothing", async () => {
    const login = await verifyText(sign(UNSOLICITED, "Assertion"), verifier, { allowIdpInitiated: true });
    expect("inResponseTo" in login).toBe(false);
  });
});

describe("keeps names and values as they were sent", () => {
  test.each([
    ["a capital", "On-Call"],
    ["a comma", "on-call,admin"],
    ["a distinguished name", "cn=on-call,ou=groups,dc=example"],
    ["a Cyrillic a", "\u0430dmin"],
    ["a fullwidth letter", "\uFF21dmin"],
    ["a dotless i", "adm\u0131n"],
    ["markup", "&lt;admin&gt; &amp; &quot;co&quot;"],
    ["an inner no-break space", "on\u00A0call"],
    ["a full stop at the end", "admin."],
    ["a dotted capital i", "ADM\u0130N"],
  ])("S60 with %s", async (_, text) => {
    const xml = sign(edit(GENUINE, ">on-call<", `>${text}<`), "Assertion");
    const decoded = text
      .replace("&lt;", "<")
      .replace("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replace("&amp;", "&");
    expect((await verifyText(xml, verifier)).attributes[1]?.values[1]).toBe(decoded);
  });

  test("S57 so that a FriendlyName is not taken for a Name", async () => {
    const extra = `<saml:Attribute Name="urn:oid:1" FriendlyName="groups"><saml:AttributeValue>admin</saml:AttributeValue></saml:Attribute>`;
    const end = "</saml:AttributeStatement>";
    const login = await verifyText(sign(edit(GENUINE, end, extra + end), "Assertion"), verifier);
    expect(login.attributes.filter(({ name }) => name === "groups")).toEqual([
      { name: "groups", values: ["engineering", "on-call"] },
    ]);
  });

  test("S58 so that an attribute called nameID, issuer or getAssertionXml changes nothing but itself", async () => {
    const extra = ["nameID", "issuer", "toString", "getAssertionXml"].map(
      (name) =>
        `<saml:Attribute Name="${name}"><saml:AttributeValue>evil</saml:AttributeValue></saml:Attribute>`,
    );
    const end = "</saml:AttributeStatement>";
    const login = await verifyText(sign(edit(GENUINE, end, extra.join("") + end), "Assertion"), verifier);
    expect(login.nameId.value).toBe("user@example.com");
    expect(login.issuer).toBe(IDP);
  });
});

describe("the clocks may be a minute apart, not more:", () => {
  const signed = sign(GENUINE, "Assertion");
  test.each([
    ["a second before the end", "2026-03-02T09:05:59Z", "accepted"],
    ["at the end", "2026-03-02T09:06:00Z", "confirmation_expired"],
    ["at the begin", "2026-03-02T08:58:58Z", "accepted"],
    ["a second before it was issued", "2026-03-02T08:58:57Z", "issued_in_future"],
  ])("S51 %s", async (_, now, outcome) => {
    expect(await outcomeOf(verifyText(signed, verifier, { now: new Date(now) }))).toBe(outcome);
  });

  test("S51 NotBefore counts by the faster clock", async () => {
    const late = sign(
      edit(GENUINE, 'NotBefore="2026-03-02T08:55:00Z"', 'NotBefore="2026-03-02T09:01:00Z"'),
      "Assertion",
    );
    expect(await outcomeOf(verifyText(late, verifier))).toBe("accepted");
    const before = new Date(NOW.getTime() - 1);
    expect(await outcomeOf(verifyText(late, verifier, { now: before }))).toBe("not_yet_valid");
  });

  test("S51 without skew the end is the end", async () => {
    const at = { now: new Date("2026-03-02T09:05:00Z"), clockSkewSeconds: 0 };
    expect(await outcomeOf(verifyText(signed, verifier, at))).toBe("confirmation_expired");
  });
});

describe("trusts the connection's certificates and no others:", () => {
  const trusting = (...names: readonly KeyName[]) => ({
    idp: { ...IDP_SETTINGS, signingCertificates: names.map(certificateBase64) },
  });
  const signedBy = (key: KeyName) => sign(GENUINE, "Assertion", { key });

  test("S29 either of two during a rollover", async () => {
    const both = trusting("other-idp", "idp");
    expect(await outcomeOf(verifyText(signedBy("idp"), verifier, both))).toBe("accepted");
    expect(await outcomeOf(verifyText(signedBy("other-idp"), verifier, both))).toBe("accepted");
  });

  test("S29 not one that was removed from the connection", async () => {
    expect(await outcomeOf(verifyText(signedBy("idp"), verifier, trusting("other-idp")))).toBe(
      "signature_invalid",
    );
  });

  test.each([
    ["none", [], "certificate_missing"],
    ["an empty one", [""], "certificate_invalid"],
    ["a broken one", ["AAAA"], "certificate_invalid"],
  ] as const)("S09 with %s nobody signs in", async (_, signingCertificates, reason) => {
    const idp = { ...IDP_SETTINGS, signingCertificates };
    expect(await outcomeOf(verifyText(signedBy("idp"), verifier, { idp }))).toBe(reason);
    expect(await outcomeOf(verifyText(GENUINE, verifier, { idp }))).toBe(reason);
  });

  test.each([
    ["S24", "weak", "certificate_weak"],
    ["S29", "expired", "certificate_expired"],
    ["S29", "not-yet-valid", "certificate_expired"],
  ] as const)("%s not a %s one, though its key made the signature", async (_, name, reason) => {
    expect(await outcomeOf(verifyText(signedBy(name), verifier, trusting(name)))).toBe(reason);
  });

  test("S24 an elliptic one cannot be used yet", async () => {
    expect(await outcomeOf(verifyText(signedBy("idp"), verifier, trusting("elliptic")))).toBe(
      "certificate_weak",
    );
  });

  test("S46 a trusted key does not speak for another provider (mix-up)", async () => {
    const ofOther = { idp: { ...trusting("idp").idp, entityId: "https://other.example.com/metadata" } };
    expect(await outcomeOf(verifyText(signedBy("idp"), verifier, ofOther))).toBe("issuer_mismatch");
  });
});

describe("where the provider may start,", () => {
  const allowed = { allowIdpInitiated: true };

  test("S45 an answer that names a request in one place only is refused", async () => {
    const inner = edit(GENUINE, `${ACS}" InResponseTo="${REQUEST_ID}"/>`, `${ACS}"/>`);
    expect(await outcomeOf(verifyText(sign(inner, "Assertion"), verifier, allowed))).toBe(
      "in_response_to_mismatch",
    );
    const outer = edit(GENUINE, `${ACS}" InResponseTo="${REQUEST_ID}"><`, `${ACS}"><`);
    expect(await outcomeOf(verifyText(sign(outer, "Assertion"), verifier, allowed))).toBe(
      "in_response_to_mismatch",
    );
  });

  test("S44 an answer to a request still says which", async () => {
    const login = await verifyText(sign(GENUINE, "Assertion"), verifier, allowed);
    expect(login.inResponseTo).toBe(REQUEST_ID);
  });

  test("S44 an empty InResponseTo is not the same as none", async () => {
    const xml = sign(editAll(GENUINE, REQUEST_ID, ""), "Assertion");
    expect(await outcomeOf(verifyText(xml, verifier, allowed))).toBe("in_response_to_missing");
  });
});

test("S42 another service provider's response is refused by audience, whatever it is posted to", async () => {
  const xml = sign(editAll(GENUINE, SP, "https://other.example.com/metadata"), "Assertion");
  expect(await outcomeOf(verifyText(xml, verifier))).toBe("audience_mismatch");
});
