import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../identity/actor";
import { defaultMapping } from "../../identity/attribute-mapping";
import { certificateBase64 } from "../../saml/fixtures/test-keys";
import { ORIGIN, openWorld, refusalOf, type World } from "../fixtures/world";
import { adminUseCases } from "./admin";
import type { AdminUseCases } from "./admin-use-cases";

let world: World;
let connections: AdminUseCases["connections"];
let grace: Actor;
beforeAll(async () => {
  world = await openWorld();
  ({ connections } = adminUseCases(world.context));
  grace = await world.person({ groups: ["rolebridge-admins"] });
});
afterAll(() => world.close());

const METADATA = `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://idp.example.com/one"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificateBase64("idp")}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>`;
const ISSUER = "https://issuer.example.com";
const SECRET = "canary-client-secret";
const URL_OF_METADATA = "https://idp.example.com/metadata";

const slug = () => `c-${randomUUID().slice(0, 8)}`;
const saml = (change: object = {}) => ({
  slug: slug(),
  displayName: "Company",
  kind: "saml",
  metadataXml: METADATA,
  ...change,
});
const oidc = (change: object = {}) => ({
  slug: slug(),
  displayName: "Company",
  kind: "oidc",
  issuer: ISSUER,
  clientId: "rolebridge",
  clientSecret: SECRET,
  ...change,
});
const newest = async () => (await world.events())[0];
const refused = async (body: object) => {
  const { code, fields } = await refusalOf(connections.create(grace, body));
  return { code, ...Object.fromEntries(fields.map(({ field, message }) => [field, message])) };
};
const discovery = (change: object = {}) =>
  world.documents.set(
    `${ISSUER}/.well-known/openid-configuration`,
    JSON.stringify({
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/authorize`,
      token_endpoint: `${ISSUER}/token`,
      jwks_uri: `${ISSUER}/jwks`,
      response_types_supported: ["code"],
      ...change,
    }),
  );

describe("a SAML connection", () => {
  test("is made from pasted metadata and shows what the identity provider's admin needs", async () => {
    const body = saml();
    const made = await connections.create(grace, body);
    expect(made).toMatchObject({
      slug: body.slug,
      enabled: true,
      attributeMapping: defaultMapping("saml"),
      saml: {
        idpEntityId: "https://idp.example.com/one",
        ssoUrl: "https://idp.example.com/sso",
        ssoBinding: "post",
        allowIdpInitiated: false,
        certificates: [{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), notAfter: expect.any(Date) }],
        sp: {
          entityId: `${ORIGIN}/saml/${body.slug}/metadata`,
          acsUrl: `${ORIGIN}/saml/${body.slug}/acs`,
          logoutUrl: `${ORIGIN}/saml/${body.slug}/logout`,
        },
      },
    });
    expect(await connections.get(grace, body.slug)).toEqual(made);
    expect(await connections.get(grace, made.id)).toEqual(made);
    expect(await newest()).toMatchObject({ action: "connection.created", object: { name: body.slug } });
  });

  test("is made from the address of the metadata", async () => {
    world.documents.set(URL_OF_METADATA, METADATA);
    const made = await connections.create(
      grace,
      saml({ metadataXml: undefined, metadataUrl: URL_OF_METADATA }),
    );
    expect(made.saml).toMatchObject({
      idpEntityId: "https://idp.example.com/one",
      metadataUrl: URL_OF_METADATA,
    });
    const pasted = await connections.update(grace, made.slug, { metadataXml: METADATA });
    expect(pasted.saml).not.toHaveProperty("metadataUrl");
  });

  test("takes attribute names as one text or a list, and keeps the defaults of the others", async () => {
    const attributeMapping = { groups: "memberOf", username: ["uid", "NameID"] };
    const made = await connections.create(grace, saml({ attributeMapping }));
    expect(made.attributeMapping).toEqual({
      ...defaultMapping("saml"),
      groups: ["memberOf"],
      username: ["uid", "NameID"],
    });
    const changed = await connections.update(grace, made.id, { attributeMapping: { email: "mail" } });
    expect(changed.attributeMapping).toEqual({ ...made.attributeMapping, email: ["mail"] });
  });

  test.each([
    [
      "no metadata",
      { metadataXml: undefined },
      { code: "request.invalid", metadataXml: "is required, or metadataUrl" },
    ],
    [
      "both forms of metadata",
      { metadataUrl: URL_OF_METADATA },
      { code: "request.invalid", metadataUrl: "cannot stand beside metadataXml: send one of them" },
    ],
    [
      "metadata that is none",
      { metadataXml: "<html/>" },
      { code: "admin.metadata_invalid", metadataXml: expect.stringContaining("EntityDescriptor") },
    ],
    [
      "an address that gives nothing",
      { metadataXml: undefined, metadataUrl: "https://nowhere.example/" },
      { code: "admin.fetch_failed", metadataUrl: "Nothing is there." },
    ],
    [
      "a slug that cannot stand in an address",
      { slug: "A/B" },
      { code: "request.invalid", slug: expect.stringContaining("lower-case") },
    ],
    [
      "a field of the other kind",
      { clientSecret: SECRET },
      { code: "request.invalid", clientSecret: expect.stringContaining("not a field") },
    ],
    [
      "a field of the database",
      { samlIdp: {} },
      { code: "request.invalid", samlIdp: expect.stringContaining("not a field") },
    ],
    ["an unknown kind", { kind: "ldap" }, { code: "request.invalid", kind: "must be saml or oidc" }],
  ])("is refused with %s", async (_, change, expected) => {
    expect(await refused(saml(change))).toEqual(expected);
  });

  test("keeps slug and kind, and is refused a slug that is taken", async () => {
    const { slug: taken } = await connections.create(grace, saml());
    for (const change of [{ slug: "other" }, { kind: "oidc" }]) {
      const refusal = await refusalOf(connections.update(grace, taken, change));
      expect(refusal.fields).toMatchObject([{ field: Object.keys(change)[0] }]);
    }
    expect(await refused(saml({ slug: taken }))).toEqual({
      code: "admin.conflict",
      slug: "is already used: choose another",
    });
  });
});

describe("an OpenID Connect connection", () => {
  test("is made when the issuer names itself so, and its secret never comes out", async () => {
    discovery();
    const body = oidc();
    const made = await connections.create(grace, body);
    expect(made.oidc).toEqual({
      issuer: ISSUER,
      clientId: "rolebridge",
      scopes: ["openid", "profile", "email"],
      redirectUri: `${ORIGIN}/api/auth/callback/${body.slug}`,
      backchannelLogoutUri: `${ORIGIN}/oidc/${body.slug}/backchannel-logout`,
      postLogoutRedirectUri: `${ORIGIN}/signout`,
    });
    const kept = await world.database.connections.bySlug(body.slug);
    expect(kept?.kind === "oidc" && kept.clientSecret.reveal()).toBe(SECRET);
    const list = await connections.list(grace, { limit: 100 });
    expect(JSON.stringify([made, list, await world.events()])).not.toContain("canary");
  });

  test("keeps its secret in a change that does not send one, and audits that a new one came", async () => {
    discovery();
    const { slug: id } = await connections.create(grace, oidc());
    await connections.update(grace, id, { displayName: "Renamed" });
    expect(await newest()).toMatchObject({ detail: { clientSecretChanged: false } });
    const kept = await world.database.connections.bySlug(id);
    expect(kept?.kind === "oidc" && kept.clientSecret.reveal()).toBe(SECRET);
    await connections.update(grace, id, { clientSecret: "canary-two" });
    expect(await newest()).toMatchObject({ detail: { clientSecretChanged: true } });
    expect(JSON.stringify(await newest())).not.toContain("canary");
  });

  test("is refused when the document names another issuer, and the field says which", async () => {
    discovery({ issuer: `${ISSUER}/` });
    expect(await refused(oidc())).toEqual({
      code: "admin.fetch_failed",
      issuer: expect.stringContaining(`names the issuer ${ISSUER}/`),
    });
  });

  test.each([
    ["scopes without openid", { scopes: ["email"] }, "scopes"],
    ["a scope with a space", { scopes: ["openid email"] }, "scopes.0"],
    ["a secret pasted with a line break", { clientSecret: "abc\n" }, "clientSecret"],
    ["no secret", { clientSecret: undefined }, "clientSecret"],
  ])("is refused with %s", async (_, change, field) => {
    discovery();
    expect(Object.keys(await refused(oidc(change)))).toContain(field);
  });
});
