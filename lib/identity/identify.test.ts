import { describe, expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import { makeVerifiedOidcLogin } from "../oidc/make-verified-login";
import type { VerifiedSamlLogin } from "../saml/verified-login";
import { completeMapping, defaultMapping, SAML_PRESETS } from "./attribute-mapping";
import { identify } from "./identify";

const EMAIL_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
const PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
const TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
const ISSUER = "https://idp.example.com";

function saml(
  attributes: Readonly<Record<string, readonly string[]>>,
  nameId = { format: EMAIL_FORMAT, value: "ada@example.com" },
): VerifiedSamlLogin {
  return {
    protocol: "saml",
    issuer: ISSUER,
    nameId,
    attributes: Object.entries(attributes).map(([name, values]) => ({ name, values })),
    assertionId: "_1",
    authnInstant: new Date(0),
    notOnOrAfter: new Date(0),
  } as unknown as VerifiedSamlLogin;
}

const bySaml = (...input: Parameters<typeof saml>) =>
  identify(saml(...input), "okta", defaultMapping("saml"));
const byOidc = (claims: Readonly<Record<string, unknown>>, groups?: readonly string[]) =>
  identify(
    makeVerifiedOidcLogin(ISSUER, { iss: ISSUER, sub: "s-1", preferred_username: "ada", ...claims }),
    "kc",
    completeMapping({ groups }, defaultMapping("oidc")),
  );

function reasonOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return `${error.code} ${error.reason}`;
    throw error;
  }
  return undefined;
}

describe("groups", () => {
  test("tells sent, sent but empty, and not sent apart", () => {
    expect(bySaml({ groups: ["a", "b"] })).toMatchObject({ groups: ["a", "b"], groupsClaim: "present" });
    expect(bySaml({ groups: [] })).toMatchObject({ groups: [], groupsClaim: "present" });
    expect(bySaml({ groups: [""] })).toMatchObject({ groups: [], groupsClaim: "present" });
    expect(bySaml({})).toMatchObject({ groups: [], groupsClaim: "missing" });
    expect(byOidc({ groups: [] })).toMatchObject({ groups: [], groupsClaim: "present" });
    expect(byOidc({})).toMatchObject({ groups: [], groupsClaim: "missing" });
  });

  test("recognises Entra's overage marker over SAML", () => {
    const link = { "http://schemas.microsoft.com/claims/groups.link": ["https://graph.windows.net/x"] };
    expect(bySaml(link)).toMatchObject({ groups: [], groupsClaim: "overage" });
  });

  test.each([
    [
      "_claim_names",
      { _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint: "http://169.254.169.254/" } } },
    ],
    ["hasgroups", { hasgroups: true }],
    ["hasgroups as text", { hasgroups: "true" }],
  ])("recognises Entra's overage marker %s in a token", (_, claims) => {
    expect(byOidc(claims)).toMatchObject({ groups: [], groupsClaim: "overage" });
  });

  test("never lets roles stand in for groups that were left out", () => {
    expect(byOidc({ hasgroups: true, roles: ["reader"] })).toMatchObject({
      groups: [],
      groupsClaim: "overage",
    });
    expect(byOidc({ hasgroups: true, roles: ["reader"] }, ["roles"])).toMatchObject({ groups: ["reader"] });
  });

  test("takes the first name of the mapping that was sent, and only that", () => {
    expect(byOidc({ groups: ["a"], roles: ["b"] }).groups).toEqual(["a"]);
    expect(byOidc({ roles: ["b"] }).groups).toEqual(["b"]);
  });

  test("reads Keycloak's nested roles by a dotted name", () => {
    expect(byOidc({ realm_access: { roles: ["ops"] } }, ["realm_access.roles"]).groups).toEqual(["ops"]);
  });

  test("keeps a comma, a slash, a DN and another case as they are", () => {
    const groups = ["Ops, EU", "/a/b", "cn=ops,dc=example", "OPS", "ops"];
    expect(bySaml({ groups }).groups).toEqual(groups);
  });

  test("keeps a text claim as one group", () => {
    expect(byOidc({ groups: "a,b c" }).groups).toEqual(["a,b c"]);
  });

  test("refuses a list of objects instead of calling it missing", () => {
    expect(reasonOf(() => byOidc({ groups: [{ name: "admins" }] }))).toBe(
      "signin.identity_incomplete groups_unreadable",
    );
  });

  test.each([
    ["a leading space", " admins", "edge_space"],
    ["a trailing no-break space", "admins\u00a0", "edge_space"],
    ["a zero-width space", "adm\u200bins", "invisible_character"],
    ["a byte order mark", "\ufeffadmins", "invisible_character"],
    ["a direction override", "\u202eadmins", "invisible_character"],
    ["a soft hyphen", "ad\u00admins", "invisible_character"],
    ["a line break", "admins\nroot", "invisible_character"],
    ["a NUL", "admins\0", undefined],
    ["half a surrogate pair", "admins\ud800", undefined],
    ["decomposed letters", "re\u0301seau", "not_normalised"],
  ])("refuses the whole sign-in for a group with %s (S60)", (_, group, fault) => {
    expect(reasonOf(() => byOidc({ groups: ["ok", group] }))).toBe(
      `signin.identity_incomplete ${fault ? `group_${fault}` : "attribute_unusable"}`,
    );
  });

  test("keeps look-alikes of other alphabets apart: they are other bytes", () => {
    expect(byOidc({ groups: ["аdmins", "admins", "ａdmins", "admıns", "admins."] }).groups).toHaveLength(5);
  });
});

describe("who somebody is", () => {
  test("the key of a SAML subject holds format and value (S61)", () => {
    const one = bySaml({}, { format: EMAIL_FORMAT, value: "x@example.com" });
    const other = bySaml({}, { format: PERSISTENT, value: "x@example.com" });
    expect(one.subject).not.toBe(other.subject);
  });

  test("the key of an OIDC subject is sub, whatever the e-mail address says (O20)", () => {
    expect(byOidc({ email: "boss@example.com", email_verified: true }).subject).toBe("s-1");
  });

  test("refuses a transient NameID, which is another person at every sign-in", () => {
    expect(reasonOf(() => bySaml({}, { format: TRANSIENT, value: "_abc" }))).toBe(
      "signin.identity_incomplete nameid_transient",
    );
  });

  test("prefers a readable attribute to an opaque NameID, and uses the NameID when there is none", () => {
    const nameId = { format: PERSISTENT, value: "f81d4fae" };
    expect(bySaml({ uid: ["ada"] }, nameId).username).toBe("ada");
    expect(bySaml({}, nameId).username).toBe("f81d4fae");
  });

  test.each([false, "true", "false", undefined, 1])(
    "an e-mail address with email_verified %s is nobody's username",
    (verified) => {
      const claims = { preferred_username: undefined, email: "boss@example.com", email_verified: verified };
      expect(byOidc(claims).username).toBe("s-1");
    },
  );

  test("a verified e-mail address may be the username", () => {
    const claims = { preferred_username: undefined, email: "ada@example.com", email_verified: true };
    expect(byOidc(claims)).toMatchObject({ username: "ada@example.com", email: "ada@example.com" });
  });

  test("an e-mail address that the provider calls unverified is not kept as one", () => {
    expect(byOidc({ email: "boss@example.com", email_verified: false }).email).toBeUndefined();
  });

  test("refuses two values where one person is meant", () => {
    const mapping = { ...defaultMapping("saml"), username: ["uid"] };
    expect(reasonOf(() => identify(saml({ uid: ["ada", "root"] }), "okta", mapping))).toBe(
      "signin.identity_incomplete username_several",
    );
  });

  test("refuses a sign-in without a username, naming what is missing", () => {
    const mapping = { ...defaultMapping("saml"), username: ["uid"] };
    expect(reasonOf(() => identify(saml({}), "okta", mapping))).toBe(
      "signin.identity_incomplete username_missing",
    );
  });

  test("keeps the username byte for byte: case, plus tag, second @", () => {
    for (const value of ["Ada@Example.COM", "ada+x@example.com", "a@b@example.com", "ada＠example.com"]) {
      expect(bySaml({}, { format: EMAIL_FORMAT, value }).username).toBe(value);
    }
  });

  test("keeps attributes named like parts of an object as ordinary pairs (S58)", () => {
    const login = saml({});
    const attributes = ["__proto__", "constructor", "nameID"].map((name) => ({ name, values: ["x"] }));
    const identity = identify({ ...login, attributes }, "okta", defaultMapping("saml"));
    expect(identity.attributes.map(({ name }) => name)).toEqual(["__proto__", "constructor", "nameID"]);
    const parsed = JSON.parse('{"__proto__":{"admin":"yes"},"constructor":"c"}');
    expect(byOidc(parsed).attributes).toContainEqual({ name: "__proto__.admin", values: ["yes"] });
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  test("refuses two attributes of one name (S57)", () => {
    const attributes = [
      { name: "groups", values: ["a"] },
      { name: "groups", values: ["b"] },
    ];
    expect(reasonOf(() => identify({ ...saml({}), attributes }, "okta", defaultMapping("saml")))).toBe(
      "signin.identity_incomplete attribute_duplicate",
    );
  });

  test("does not count what describes the token as an attribute of the person", () => {
    const names = byOidc({ aud: "x", nonce: "n", exp: 1, department: "Ops" }).attributes.map(
      ({ name }) => name,
    );
    expect(names).toEqual(["sub", "preferred_username", "department"]);
  });
});

describe("what the providers send by their own instructions", () => {
  const CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";
  const MICROSOFT = "http://schemas.microsoft.com/ws/2008/06/identity/claims";
  const entra = {
    [`${CLAIMS}/name`]: ["ada@example.com"],
    [`${CLAIMS}/emailaddress`]: ["ada@mail.example.com"],
    "http://schemas.microsoft.com/identity/claims/displayname": ["Ada L"],
    [`${MICROSOFT}/groups`]: ["8f6f2a4e-0000-4000-8000-000000000001"],
  };
  const adfs = {
    [`${CLAIMS}/upn`]: ["ada@example.com"],
    [`${CLAIMS}/emailaddress`]: ["ada@mail.example.com"],
    "http://schemas.xmlsoap.org/claims/Group": ["Ops"],
  };
  const persistent = { format: PERSISTENT, value: "opaque" };

  test.each([
    ["okta", { email: ["ada@mail.example.com"], groups: ["Ops"] }, undefined],
    ["entra", entra, persistent],
    ["google", { email: ["ada@mail.example.com"], groups: ["Ops"] }, undefined],
    [
      "keycloak",
      { username: ["ada@example.com"], email: ["ada@mail.example.com"], member: ["/ops"] },
      persistent,
    ],
    ["adfs", adfs, persistent],
  ] as const)("%s is understood by its preset and by the defaults", (preset, attributes, nameId) => {
    for (const mapping of [SAML_PRESETS[preset], defaultMapping("saml")]) {
      const identity = identify(saml(attributes, nameId), "idp", mapping);
      expect(identity).toMatchObject({
        username: "ada@example.com",
        email: "ada@mail.example.com",
        groupsClaim: "present",
      });
      expect(identity.groups).toHaveLength(1);
    }
  });
});

describe("makeVerifiedOidcLogin", () => {
  test.each([
    ["a slash more", { iss: `${ISSUER}/`, sub: "1" }],
    ["another case", { iss: "https://IDP.example.com", sub: "1" }],
    ["a tenant template", { iss: "https://idp.example.com/{tenantid}", sub: "1" }],
    ["no issuer", { sub: "1" }],
  ])("refuses %s as issuer (O11)", (_, claims) => {
    expect(reasonOf(() => makeVerifiedOidcLogin(ISSUER, claims))).toBe(
      "signin.response_refused issuer_mismatch",
    );
  });

  test.each([undefined, "", 7, "x".repeat(256), ["a"]])("refuses the subject %s (O13)", (sub) => {
    expect(reasonOf(() => makeVerifiedOidcLogin(ISSUER, { iss: ISSUER, sub }))).toMatch(
      /sub_(missing|too_long)$/,
    );
  });
});
