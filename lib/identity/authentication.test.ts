import { describe, expect, test } from "vitest";
import { makeVerifiedOidcLogin } from "../oidc/make-verified-login";
import type { VerifiedSamlLogin } from "../saml/verified-login";
import { authenticationOf, DEFAULT_MFA_CLAIMS, signedInSince, statesMfa } from "./authentication";

const NOW = new Date("2026-03-02T09:00:00Z");
const seconds = NOW.getTime() / 1_000;
const ISSUER = "https://idp.example";

const ofOidc = (claims: object) =>
  authenticationOf(makeVerifiedOidcLogin(ISSUER, { iss: ISSUER, sub: "ada", ...claims }), NOW);
const ofSaml = (facts: Partial<VerifiedSamlLogin>) =>
  authenticationOf(
    { protocol: "saml", authnInstant: NOW, attributes: [], ...facts } as VerifiedSamlLogin,
    NOW,
  );

describe("what an ID token says of a sign-in", () => {
  test("is its time, its context and its methods", () => {
    const said = ofOidc({ auth_time: seconds - 60, acr: "urn:x:loa2", amr: ["pwd", "otp"] });
    expect(said).toEqual({
      at: new Date(NOW.getTime() - 60_000),
      context: "urn:x:loa2",
      methods: ["pwd", "otp"],
    });
  });

  test.each([
    ["nothing", {}],
    ["a time as text", { auth_time: String(seconds) }],
    ["a time that is no number", { auth_time: Number.NaN }],
    ["the year zero", { auth_time: 0 }],
    ["milliseconds, which lie in a far future", { auth_time: seconds * 1_000 }],
    ["a time to come", { auth_time: seconds + 120 }],
    ["methods as text", { amr: "mfa" }],
    ["a context as a list", { acr: ["mfa"] }],
    ["methods with spaces, a NUL or no text", { amr: ["m fa", "mfa\0", 7, null, ""] }],
  ])("is nothing when it says %s", (_, claims) => {
    expect(ofOidc(claims)).toEqual({ methods: [] });
  });

  test("is never later than the moment it was heard", () => {
    expect(ofOidc({ auth_time: seconds + 30 }).at).toEqual(NOW);
  });
});

describe("what an assertion says of a sign-in", () => {
  test("is AuthnInstant, AuthnContextClassRef and the attribute in which Entra ID and AD FS name methods", () => {
    const name = "http://schemas.microsoft.com/claims/authnmethodsreferences";
    const values = ["http://schemas.microsoft.com/claims/multipleauthn"];
    const at = new Date(NOW.getTime() - 5_000);
    expect(
      ofSaml({
        authnInstant: at,
        authnContextClassRef: "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
        attributes: [
          { name, values },
          { name: "amr", values: ["mfa"] },
        ],
      }),
    ).toEqual({ at, context: "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", methods: values });
  });
});

describe("a second factor", () => {
  const policy = { claims: DEFAULT_MFA_CLAIMS, request: [] };

  test.each(["mfa", "otp", "hwk"])("is stated by the method %s", (method) => {
    expect(statesMfa({ methods: ["pwd", method] }, policy)).toBe(true);
  });

  test("is stated by the contexts of REFEDS and Entra ID", () => {
    expect(statesMfa({ context: "https://refeds.org/profile/mfa", methods: [] }, policy)).toBe(true);
    expect(statesMfa({ methods: ["http://schemas.microsoft.com/claims/multipleauthn"] }, policy)).toBe(true);
  });

  test.each([
    ["nothing", { methods: [] }],
    ["a password", { methods: ["pwd"] }],
    ["a text message", { methods: ["pwd", "sms"] }],
    ["another case", { methods: ["MFA"] }],
    ["a word that only begins so", { methods: ["mfa2"] }],
    [
      "a password sent safely",
      { context: "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", methods: [] },
    ],
  ])("is not stated by %s", (_, said) => {
    expect(statesMfa(said, policy)).toBe(false);
  });

  test("is never stated where no word counts", () => {
    expect(statesMfa({ context: "mfa", methods: ["mfa"] }, { claims: [], request: [] })).toBe(false);
  });
});

test("a sign-in of which no time was said is not fresh, however long ago one asks", () => {
  expect(signedInSince({ methods: [] }, new Date(0))).toBe(false);
  expect(signedInSince({ at: NOW, methods: [] }, NOW)).toBe(true);
  expect(signedInSince({ at: NOW, methods: [] }, new Date(NOW.getTime() + 1))).toBe(false);
});
