import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { validate } from "@authenio/samlify-xmllint-wasm";
import { DOMParser } from "@xmldom/xmldom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SignedXml } from "xml-crypto";
import { listen, type RunningServer } from "../idp-http";
import { MFA_CONTEXT } from "../second-factor";
import { type SamlIdp, startSamlIdp } from "./server";

const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

let folder: string;
let app: RunningServer;
let idp: SamlIdp;

const spMetadata = (origin: string) =>
  `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${origin}/saml/meridian-saml/metadata"><SPSSODescriptor WantAssertionsSigned="true" AuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${origin}/saml/meridian-saml/acs" index="0" isDefault="true"/></SPSSODescriptor></EntityDescriptor>`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "idp-saml-"));
  app = await listen((_, response) => response.end(spMetadata(app.url)), 0);
  idp = await startSamlIdp({ port: 0, appOrigin: app.url, folder });
});

afterAll(async () => {
  await idp.close();
  await app.close();
  await rm(folder, { recursive: true });
});

function authnRequest(
  changes: { issuer?: string; acs?: string; destination?: string; extra?: string; inside?: string } = {},
): string {
  const { issuer = `${app.url}/saml/meridian-saml/metadata`, acs = `${app.url}/saml/meridian-saml/acs` } =
    changes;
  return `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_request1" Version="2.0" IssueInstant="${new Date().toISOString()}" Destination="${changes.destination ?? `${idp.url}/sso`}" AssertionConsumerServiceURL="${acs}" ${changes.extra ?? ""}><saml:Issuer>${issuer}</saml:Issuer>${changes.inside ?? ""}</samlp:AuthnRequest>`;
}

function ssoAddress(request: string): string {
  const query = new URLSearchParams({
    SAMLRequest: deflateRawSync(request).toString("base64"),
    RelayState: "r&s",
  });
  return `${idp.url}/sso?${query}`;
}

/** What a browser would send: every input of the page's form. */
function fieldsOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [input] of html.matchAll(/<input[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? "";
    fields[attribute("name")] = attribute("value").replaceAll("&amp;", "&");
  }
  return fields;
}

async function signIn(request: string, person: Record<string, string>): Promise<Response> {
  const page = await (await fetch(ssoAddress(request))).text();
  const body = new URLSearchParams({ ...fieldsOf(page), ...person });
  return await fetch(`${idp.url}/sign-in`, { method: "POST", body, redirect: "manual" });
}

const ADA = { username: "ada", password: "ada-sandbox" };
const xmlOf = (html: string) => Buffer.from(fieldsOf(html).SAMLResponse ?? "", "base64").toString("utf8");

function values(xml: string, attribute: string): string[] {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  const found = Array.from(document.getElementsByTagName("saml:Attribute")).find(
    (element) => element.getAttribute("Name") === attribute,
  );
  return Array.from(found?.getElementsByTagName("saml:AttributeValue") ?? []).map((e) => e.textContent ?? "");
}

/** The signed assertion, canonical, as an independent verifier of XML signatures sees it. */
function signedAssertion(xml: string): string {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  const signatures = document.getElementsByTagName("ds:Signature");
  expect(signatures).toHaveLength(1);
  const certificate = /<ds:X509Certificate>([^<]+)</.exec(idp.metadata)?.[1] ?? "";
  const verifier = new SignedXml({
    publicCert: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----`,
  });
  verifier.loadSignature(String(signatures[0]));
  expect(verifier.checkSignature(xml)).toBe(true);
  expect(verifier.signatureAlgorithm).toBe("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
  return verifier.getSignedReferences()[0] ?? "";
}

describe("the sandbox's SAML identity provider", () => {
  it("announces both bindings and its certificate", () => {
    expect(idp.metadata).toContain(`entityID="${idp.url}/metadata"`);
    expect(idp.metadata).toContain(`Binding="${REDIRECT}" Location="${idp.url}/sso"`);
    expect(idp.metadata).toContain("HTTP-POST");
  });

  it("answers a correct password with one signed assertion that follows the schema", async () => {
    const response = await signIn(authnRequest(), ADA);
    const html = await response.text();
    expect(html).toContain(`action="${app.url}/saml/meridian-saml/acs"`);
    expect(fieldsOf(html).RelayState).toBe("r&s");

    const xml = xmlOf(html);
    await expect(validate(xml)).resolves.toBe(true);
    const assertion = signedAssertion(xml);
    expect(assertion.startsWith("<saml:Assertion")).toBe(true);
    expect(assertion.match(/<saml:AuthnStatement /g)).toHaveLength(1);
    expect(assertion).toContain(`Recipient="${app.url}/saml/meridian-saml/acs"`);
    expect(assertion).toContain('InResponseTo="_request1"');
    expect(assertion).toContain(`<saml:Audience>${app.url}/saml/meridian-saml/metadata</saml:Audience>`);
    expect(xml).toContain(`Destination="${app.url}/saml/meridian-saml/acs" InResponseTo="_request1"`);
  });

  it("says who the person is, each group a value of its own", async () => {
    const xml = xmlOf(await (await signIn(authnRequest(), ADA)).text());
    expect(values(xml, "username")).toEqual(["ada@meridian.example"]);
    expect(values(xml, "groups")).toEqual(["engineering", "logistics-analytics"]);
    expect(values(xml, "department")).toEqual(["Logistics"]);
  });

  it("shows the form again after a wrong password, and issues nothing", async () => {
    const response = await signIn(authnRequest(), { username: "ada", password: "wrong" });
    const html = await response.text();
    expect(response.status).toBe(401);
    expect(html).toContain('role="alert"');
    expect(html).not.toContain("SAMLResponse");
  });

  it("signs a listed person in with one button", async () => {
    const response = await signIn(authnRequest(), { persona: "otto" });
    expect(values(xmlOf(await response.text()), "username")).toEqual(["otto@meridian.example"]);
  });

  it("asks no second time while its session lasts, unless the application insists", async () => {
    const cookie = (await signIn(authnRequest(), ADA)).headers.get("set-cookie")?.split(";")[0] ?? "";
    const again = await fetch(ssoAddress(authnRequest()), { headers: { cookie } });
    expect(await again.text()).toContain("SAMLResponse");
    const insisting = await fetch(ssoAddress(authnRequest({ extra: 'ForceAuthn="true"' })), {
      headers: { cookie },
    });
    expect(await insisting.text()).toContain('name="password"');
    await fetch(`${idp.url}/sign-out`, { headers: { cookie } });
    const after = await fetch(ssoAddress(authnRequest()), { headers: { cookie } });
    expect(await after.text()).toContain('name="password"');
  });

  it("asks for a second factor when the application does, and states it only when it was used", async () => {
    const inside = `<samlp:RequestedAuthnContext Comparison="exact"><saml:AuthnContextClassRef>${MFA_CONTEXT}</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>`;
    const plain = await (await fetch(ssoAddress(authnRequest()))).text();
    expect(plain).not.toContain('name="secondFactor"');
    const asking = await (await fetch(ssoAddress(authnRequest({ inside })))).text();
    expect(asking).toContain('name="secondFactor" value="yes" checked');
    const stated = xmlOf(await (await signIn(authnRequest({ inside }), ADA)).text());
    expect(stated).toContain(`<saml:AuthnContextClassRef>${MFA_CONTEXT}</saml:AuthnContextClassRef>`);
    const without = await signIn(authnRequest({ inside }), { ...ADA, secondFactor: "" });
    expect(xmlOf(await without.text())).toContain("PasswordProtectedTransport</saml:AuthnContextClassRef>");
    const cookie = without.headers.get("set-cookie")?.split(";")[0] ?? "";
    const again = await fetch(ssoAddress(authnRequest({ inside })), { headers: { cookie } });
    expect(await again.text()).toContain('name="secondFactor"');
  });

  it("takes a request by the POST binding too", async () => {
    const body = new URLSearchParams({
      SAMLRequest: Buffer.from(authnRequest()).toString("base64"),
      RelayState: "x",
    });
    const page = await fetch(`${idp.url}/sso`, { method: "POST", body });
    expect(fieldsOf(await page.text())).toMatchObject({ RelayState: "x" });
  });

  async function launch(persona: string, entityId: string): Promise<Response> {
    const body = new URLSearchParams({ persona });
    const signedIn = await fetch(`${idp.url}/sign-in`, { method: "POST", body, redirect: "manual" });
    const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    return await fetch(`${idp.url}/launch`, {
      method: "POST",
      headers: { cookie },
      body: new URLSearchParams({ entityId }),
    });
  }

  it("opens the application from its own page without a request", async () => {
    const html = await (await launch("ada", `${app.url}/saml/meridian-saml/metadata`)).text();
    expect(html).toContain(`action="${app.url}/saml/meridian-saml/acs"`);
    const xml = xmlOf(html);
    await expect(validate(xml)).resolves.toBe(true);
    expect(signedAssertion(xml)).not.toContain("InResponseTo");
  });

  it("says for AWS what AWS wants to hear, and posts it to Rolebridge", async () => {
    const html = await (await launch("otto", "urn:amazon:webservices")).text();
    expect(html).toContain(`action="${app.url}/saml/meridian-saml/relay"`);
    const xml = xmlOf(html);
    await expect(validate(xml)).resolves.toBe(true);
    const assertion = signedAssertion(xml);
    expect(assertion).toContain("<saml:Audience>urn:amazon:webservices</saml:Audience>");
    expect(assertion).toContain('Recipient="https://signin.aws.amazon.com/saml"');
    expect(xml).toContain('Destination="https://signin.aws.amazon.com/saml"');
    expect(values(xml, "https://aws.amazon.com/SAML/Attributes/Role")).toEqual([
      "arn:aws:iam::265048193377:role/WarehouseReader,arn:aws:iam::265048193377:saml-provider/MeridianSSO",
    ]);
    expect(values(xml, "https://aws.amazon.com/SAML/Attributes/RoleSessionName")).toEqual([
      "otto@meridian.example",
    ]);
  });

  it("finds its app for AWS by AWS's name, and answers at Rolebridge's relay alone", async () => {
    const relay = { issuer: "urn:amazon:webservices", acs: `${app.url}/saml/meridian-saml/relay` };
    const html = await (await signIn(authnRequest(relay), { persona: "otto" })).text();
    expect(html).toContain(`action="${relay.acs}"`);
    const assertion = signedAssertion(xmlOf(html));
    expect(assertion).toContain('Recipient="https://signin.aws.amazon.com/saml"');
    expect(assertion).toContain('InResponseTo="_request1"');
    const elsewhere = { ...relay, acs: `${app.url}/saml/meridian-saml/acs` };
    expect((await fetch(ssoAddress(authnRequest(elsewhere)))).status).toBe(400);
  });

  it("sends nobody to AWS who is not assigned to it", async () => {
    const answer = await launch("ada", "urn:amazon:webservices");
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain("SAMLResponse");
  });

  it.each([
    ["of an application it does not know", { issuer: "https://elsewhere.example/metadata" }],
    ["that wants the answer at an address not in the metadata", { acs: "https://elsewhere.example/acs" }],
    ["addressed to another identity provider", { destination: "https://elsewhere.example/sso" }],
    ["that breaks the schema", { extra: 'Nonsense="1"' }],
  ])("refuses a request %s", async (_, changes) => {
    const response = await fetch(ssoAddress(authnRequest(changes)));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("This sign-in cannot go on");
  });
});
