import { createPrivateKey, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AppError } from "../../lib/errors/app-error";
import { createAuthnRequest, newRequestId } from "../../lib/saml/authn-request";
import { startWorkerFromSource } from "../../lib/saml/fixtures/start-worker";
import { certificateBase64, privateKeyPem } from "../../lib/saml/fixtures/test-keys";
import { readIdentityProviderMetadata } from "../../lib/saml/identity-provider-metadata";
import type { SamlIdpSettings } from "../../lib/saml/idp-settings";
import { buildLogoutRequest, buildLogoutResponse } from "../../lib/saml/logout/messages";
import { signedLogoutMessage } from "../../lib/saml/logout/send";
import { verifyLogout } from "../../lib/saml/logout/verify-logout";
import { addressedTo } from "../../lib/saml/service-provider";
import { serviceProviderMetadata } from "../../lib/saml/service-provider-metadata";
import { verifyResponse } from "../../lib/saml/verify-response";
import { createSignatureVerifier } from "../../lib/saml/verify-signature";
import { Secret } from "../../lib/secret/secret";
import { listen, type RunningServer } from "../idp-http";
import { type SamlIdp, startSamlIdp } from "./server";

/** Rolebridge's service provider against an identity provider by another library (samlify), over HTTP. */
const HTTP_POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
const verifier = createSignatureVerifier({ startWorker: startWorkerFromSource, deadlineMs: 15_000 });

const signer = {
  privateKey: createPrivateKey(privateKeyPem("other-idp")),
  certificate: certificateBase64("other-idp"),
};

let folder: string;
let app: RunningServer;
let idp: SamlIdp;
let settings: SamlIdpSettings;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "round-trip-"));
  app = await listen(
    (_, response) =>
      response.end(
        serviceProviderMetadata({ ...sp(), logoutUrl: logoutUrl(), certificates: [signer.certificate] }),
      ),
    0,
  );
  idp = await startSamlIdp({ port: 0, appOrigin: app.url, folder });
  const rules = { now: new Date(), insecureHttpOnLoopback: true };
  settings = readIdentityProviderMetadata(idp.metadata, rules);
});

afterAll(async () => {
  await verifier.close();
  await idp.close();
  await app.close();
  await rm(folder, { recursive: true });
});

const logoutUrl = () => `${app.url}/saml/meridian-saml/logout`;
const sp = () => ({
  entityId: `${app.url}/saml/meridian-saml/metadata`,
  acsUrl: `${app.url}/saml/meridian-saml/acs`,
});

function fieldsOf(html: string): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [input] of html.matchAll(/<input[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? "";
    fields.set(attribute("name"), attribute("value").replaceAll("&amp;", "&"));
  }
  return fields;
}

/** The provider's cookies, one a sign-in. */
const cookies: string[] = [];

/** Follows the request as a browser would, as ada. @returns the form posted to our ACS */
async function signIn(id: string, binding: SamlIdpSettings["singleSignOnService"]["binding"]) {
  const { location } = settings.singleSignOnService;
  const message = createAuthnRequest({
    id,
    idp: { ...settings, singleSignOnService: { binding, location } },
    sp: sp(),
    now: new Date(),
    relayState: "somewhere",
  });
  const page =
    message.method === "GET"
      ? await fetch(message.url)
      : await fetch(message.url, { method: "POST", body: new URLSearchParams(message.fields) });
  const form = fieldsOf(await page.text());
  form.set("username", "ada");
  form.set("password", "ada-sandbox");
  const answer = await fetch(`${idp.url}/sign-in`, { method: "POST", body: form });
  cookies.push(answer.headers.get("set-cookie")?.split(";")[0] ?? "");
  return fieldsOf(await answer.text());
}

const verify = (samlResponse: string) =>
  verifyResponse(
    {
      samlResponse: new Secret(samlResponse),
      idp: settings,
      addressee: addressedTo(sp()),
      allowIdpInitiated: false,
      now: new Date(),
      clockSkewSeconds: 60,
    },
    verifier,
  );

it.each([["redirect" as const], ["POST" as const]])(
  "an independent identity provider understands our request by %s, and we its answer",
  async (how) => {
    const id = newRequestId(randomBytes);
    const binding = how === "POST" ? HTTP_POST : settings.singleSignOnService.binding;
    const form = await signIn(id, binding);
    expect(form.get("RelayState")).toBe("somewhere");
    const login = await verify(form.get("SAMLResponse") ?? "");
    expect(login.inResponseTo).toBe(id);
    expect(login.issuer).toBe(settings.entityId);
    const values = new Map(login.attributes.map((attribute) => [attribute.name, attribute.values]));
    expect([...values.values()].flat()).toContain("ada@meridian.example");
    expect([...values.values()].flat()).toContain("engineering");
  },
);

it("one changed character in its answer is refused", async () => {
  const form = await signIn(newRequestId(randomBytes), settings.singleSignOnService.binding);
  const xml = Buffer.from(form.get("SAMLResponse") ?? "", "base64").toString("utf8");
  const changed = xml.replace(">engineering<", ">engineerinG<");
  expect(changed).not.toBe(xml);
  const refused = verify(Buffer.from(changed).toString("base64"));
  await expect(refused).rejects.toSatisfy((error: AppError) => error.reason === "signature_invalid");
});

/** A browser that is signed in at the provider. @returns its cookie, and what the login said */
async function signedInAtProvider() {
  const form = await signIn(newRequestId(randomBytes), settings.singleSignOnService.binding);
  const login = await verify(form.get("SAMLResponse") ?? "");
  return { cookie: cookies.at(-1) ?? "", login };
}
const visit = (url: string, cookie: string) => fetch(url, { headers: { cookie }, redirect: "manual" });
const verifyByRedirect = (url: string) =>
  verifyLogout(
    {
      carried: { binding: "redirect", query: url.slice(url.indexOf("?") + 1) },
      idp: settings,
      logoutUrl: logoutUrl(),
      now: new Date(),
      clockSkewSeconds: 60,
    },
    verifier,
  );
const isSignedIn = async (cookie: string) =>
  (await (await visit(idp.url, cookie)).text()).includes("You are signed in");

function providersLogout() {
  if (settings.singleLogoutService === undefined) throw new Error("the provider takes no logout");
  return settings.singleLogoutService;
}

it("an independent identity provider takes our signed LogoutRequest, and we its answer", async () => {
  const { cookie, login } = await signedInAtProvider();
  const request = buildLogoutRequest({
    id: "_ours-1",
    issuer: sp().entityId,
    destination: providersLogout().location,
    now: new Date(),
    nameId: login.nameId,
    sessionIndex: login.sessionIndex,
  });
  const { url } = signedLogoutMessage(request, "SAMLRequest", providersLogout(), signer);
  expect((await visit(url.replace(/&Signature=.*/, ""), cookie)).status).toBe(400);
  expect((await visit(url.replace("Signature=", "Signature=AAAA"), cookie)).status).toBe(400);
  expect(await isSignedIn(cookie)).toBe(true);

  const answer = (await visit(url, cookie)).headers.get("location") ?? "";
  expect(await verifyByRedirect(answer)).toMatchObject({
    kind: "response",
    inResponseTo: "_ours-1",
    status: "success",
  });
  expect(await isSignedIn(cookie)).toBe(false);
});

it("we take an independent identity provider's LogoutRequest, and it our answer", async () => {
  const { cookie, login } = await signedInAtProvider();
  const asked = (await visit(`${idp.url}/sign-out`, cookie)).headers.get("location") ?? "";
  const request = await verifyByRedirect(asked);
  expect(request).toMatchObject({
    kind: "request",
    nameId: { value: login.nameId.value, format: login.nameId.format },
    sessionIndexes: [login.sessionIndex],
  });
  expect(await isSignedIn(cookie)).toBe(false);
  const response = buildLogoutResponse({
    id: "_answer-1",
    issuer: sp().entityId,
    destination: providersLogout().location,
    now: new Date(),
    inResponseTo: request.id,
  });
  const { url } = signedLogoutMessage(response, "SAMLResponse", providersLogout(), signer);
  expect((await visit(url.replace(/&Signature=.*/, ""), cookie)).status).toBe(400);
  expect(await (await visit(url, cookie)).text()).toContain("You are signed out");
});
