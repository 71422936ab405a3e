/** From the page that offers connections to being signed in. */
import { expect, type Page } from "@playwright/test";
import type { Person, Protocol, Sandbox } from "../fixtures/sandbox";

const CONNECTIONS: Readonly<Record<Protocol, string>> = {
  saml: "Meridian SSO",
  oidc: "Meridian SSO (OpenID Connect)",
};

/** Chooses a connection on the sign-in page, which must be shown, and waits for its identity provider. */
async function chooseConnection(page: Page, sandbox: Sandbox, protocol: Protocol): Promise<void> {
  await page.getByRole("link", { name: CONNECTIONS[protocol], exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`^${sandbox.idp[protocol].url}/`));
}

/** Fills the identity provider's form, which must be shown, as a person would. */
export async function fillSignInForm(page: Page, { username, password }: Person): Promise<void> {
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Both; the browser is on its way back afterwards. */
export async function signIn(
  page: Page,
  sandbox: Sandbox,
  person: Person,
  protocol: Protocol = "saml",
): Promise<void> {
  await chooseConnection(page, sandbox, protocol);
  await fillSignInForm(page, person);
}

/** Agrees to sign out at the identity provider, where it asks; the browser is on its way back afterwards. */
export async function leaveProvider(page: Page, protocol: Protocol): Promise<void> {
  if (protocol === "saml") return;
  await expect(page.getByRole("heading", { name: "Sign out of Meridian Freight?" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
}
