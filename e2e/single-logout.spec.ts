import { sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/journey";
import { descriptionFile, type Protocol, person, type Sandbox } from "./fixtures/sandbox";
import { leaveProvider, signIn } from "./pages/sign-in";

const PROTOCOLS: readonly Protocol[] = ["saml", "oidc"];

async function signedIn(page: Page, sandbox: Sandbox, protocol: Protocol): Promise<void> {
  await page.goto("/");
  await signIn(page, sandbox, person(sandbox, "ada"), protocol);
  await expect(page).toHaveURL(`${sandbox.app}/`);
}

async function leave(page: Page): Promise<void> {
  await page.goto("/signout");
  await page.getByRole("button", { name: "Sign out" }).click();
}
const sessionStatus = async (page: Page, sandbox: Sandbox) =>
  (await page.request.get(`${sandbox.app}/api/v1/session`)).status();

for (const protocol of PROTOCOLS) {
  test(`signing out at the identity provider ends the session here at once, by ${protocol}`, async ({
    page,
    sandbox,
  }) => {
    await signedIn(page, sandbox, protocol);
    const { url } = sandbox.idp[protocol];
    await page.goto(protocol === "saml" ? `${url}/sign-out` : `${url}/session/end`);
    await leaveProvider(page, protocol);
    await expect(page.getByRole("heading", { name: "You are signed out" })).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`^${url}/`));
    expect(await sessionStatus(page, sandbox)).toBe(401);
    await page.goto("/");
    await expect(page).toHaveURL(/\/signin/);
  });

  test(`signing out here ends the session at the identity provider: it asks for the password again, by ${protocol}`, async ({
    page,
    sandbox,
  }) => {
    await signedIn(page, sandbox, protocol);
    await leave(page);
    await leaveProvider(page, protocol);
    await expect(page.getByRole("heading", { name: "You are signed out", exact: true })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(sandbox.app);
    if (protocol === "saml") {
      await expect(page.getByText("Your session at your identity provider is over as well.")).toBeVisible();
    }
    expect(await sessionStatus(page, sandbox)).toBe(401);
    // The form is asked for, and signing in by it works.
    await signedIn(page, sandbox, protocol);
  });
}

test("signing out here and at the identity provider needs no JavaScript", async ({ newBrowser, sandbox }) => {
  const page = await newBrowser({ javaScriptEnabled: false });
  await page.goto("/");
  await signIn(page, sandbox, person(sandbox, "ada"));
  await page.getByRole("button", { name: "Continue" }).click();
  await leave(page);
  await expect(page.getByRole("heading", { name: "You are signed out of Rolebridge" })).toBeVisible();
  expect(await sessionStatus(page, sandbox)).toBe(401);
  await page.getByRole("link", { name: "Sign out at Meridian SSO" }).click();
  await expect(page.getByText("Your session at your identity provider is over as well.")).toBeVisible();
});

/** A LogoutRequest about nobody, as the sandbox's provider would sign it, percent-encoded in its own way. */
async function logoutQuery(sandbox: Sandbox, encode: (text: string) => string): Promise<string> {
  const folder = dirname(descriptionFile());
  const key: unknown = JSON.parse(await readFile(join(folder, "idp-saml-key.json"), "utf8"));
  const { privateKeyPem } = key as { readonly privateKeyPem: string };
  const xml = `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_${crypto.randomUUID()}" Version="2.0" IssueInstant="${new Date().toISOString()}" Destination="${sandbox.app}/saml/meridian-saml/logout"><saml:Issuer>${sandbox.idp.saml.url}/metadata</saml:Issuer><saml:NameID>nobody</saml:NameID></samlp:LogoutRequest>`;
  const algorithm = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
  const signed = `SAMLRequest=${encode(deflateRawSync(xml).toString("base64"))}&RelayState=${encode("a/b+c ~")}&SigAlg=${encode(algorithm)}`;
  return `${signed}&Signature=${encode(sign("sha256", Buffer.from(signed), privateKeyPem).toString("base64"))}`;
}

test("S65 the query of a logout message reaches the check byte for byte", async ({ request, sandbox }) => {
  const lowerCase = (text: string) =>
    encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  for (const encode of [encodeURIComponent, lowerCase]) {
    const address = `${sandbox.app}/saml/meridian-saml/logout?${await logoutQuery(sandbox, encode)}`;
    const answer = await request.get(address, { maxRedirects: 0 });
    expect(answer.status()).toBe(303);
    expect(answer.headers().location).toContain("SAMLResponse=");
    expect((await request.get(address, { maxRedirects: 0 })).status()).toBe(400);
  }
});
