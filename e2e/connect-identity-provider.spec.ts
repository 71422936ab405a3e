import { dirname } from "node:path";
import { expect, type Page } from "@playwright/test";
import { secretsIn } from "../scripts/setup/sandbox-secrets.mjs";
import { test } from "./fixtures/journey";
import { descriptionFile, person, type Sandbox } from "./fixtures/sandbox";
import { askToDelete, factOf, goToPlace, listRow } from "./pages/admin";
import { fillSignInForm } from "./pages/sign-in";

async function newConnection(page: Page, protocol: string): Promise<void> {
  await page.goto("/admin");
  await goToPlace(page, "Connections");
  await page.getByRole("link", { name: "Add connection" }).click();
  await page.getByRole("navigation", { name: "Protocol" }).getByRole("link", { name: protocol }).click();
}

/** What the test sign-in shows of ada. */
async function expectAda(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "The sign-in works" })).toBeVisible();
  await expect(factOf(page, "Username")).toContainText("ada@meridian.example");
  await expect(factOf(page, "Display name")).toContainText("Ada Lindqvist");
  await expect(factOf(page, "Groups").getByRole("listitem")).toHaveText([
    "engineering",
    "logistics-analytics",
  ]);
  await expect(listRow(page, "department")).toContainText("Logistics");
  await expect(page.getByRole("listitem").filter({ hasText: "Developer in Meridian Staging" })).toBeVisible();
}

/** Nobody was signed in by it: the administrator still is who she was. */
async function expectStillGrace(page: Page): Promise<void> {
  expect(await (await page.request.get("/api/v1/session")).json()).toMatchObject({
    username: "grace@meridian.example",
  });
}

async function removeConnection(page: Page, slug: string): Promise<void> {
  await page.goto(`/admin/connections/${slug}`);
  const dialog = await askToDelete(page, "connection");
  await dialog.getByRole("button", { name: "Delete connection" }).click();
  await expect(page).toHaveURL(/\/admin\/connections$/);
  await expect(listRow(page, slug)).toHaveCount(0);
}

/** Signs grace in by the other protocol than the one under test, so that its provider asks who she is. */
async function graceBy(page: Page, sandbox: Sandbox, connection: string): Promise<void> {
  await page.goto("/");
  await page.getByRole("link", { name: connection, exact: true }).click();
  await fillSignInForm(page, person(sandbox, "grace"));
  await expect(page).toHaveURL(`${sandbox.app}/`);
}

test("an administrator connects a SAML provider from its metadata and sees what it sends", async ({
  page,
  sandbox,
  admin,
}) => {
  await graceBy(page, sandbox, "Meridian SSO (OpenID Connect)");
  await newConnection(page, "SAML 2.0");
  admin.removeAfterwards("connections", "freight-saml");
  await page.getByLabel("Short name").fill("freight-saml");
  await page.getByLabel("Display name", { exact: true }).fill("Freight SSO");
  await page.getByLabel(/^Metadata XML/).fill(await (await fetch(`${sandbox.idp.saml.url}/metadata`)).text());
  await page.getByRole("button", { name: "Add connection" }).click();
  await expect(page.getByText("Freight SSO is added")).toBeVisible();
  await expect(factOf(page, "ACS address")).toContainText(`${sandbox.app}/saml/freight-saml/acs`);

  await page.getByRole("link", { name: "Test sign-in" }).click();
  await fillSignInForm(page, person(sandbox, "ada"));
  await expectAda(page);
  await expectStillGrace(page);
  await removeConnection(page, "freight-saml");
});

test("an administrator connects an OpenID Connect issuer and sees what it sends", async ({
  page,
  sandbox,
  admin,
}) => {
  const { oidcClientSecret } = await secretsIn(dirname(descriptionFile()));
  await graceBy(page, sandbox, "Meridian SSO");
  await newConnection(page, "OpenID Connect");
  admin.removeAfterwards("connections", "freight-oidc");
  await page.getByLabel("Short name").fill("freight-oidc");
  await page.getByLabel("Display name", { exact: true }).fill("Freight OpenID");
  await page.getByLabel("Issuer").fill(sandbox.idp.oidc.url);
  await page.getByLabel("Client ID").fill("rolebridge");
  await page.getByLabel("Client secret").fill(oidcClientSecret);
  await page.getByRole("button", { name: "Add connection" }).click();
  await expect(page.getByText("Freight OpenID is added")).toBeVisible();
  await expect(factOf(page, "Redirect address")).toContainText("/api/auth/callback/freight-oidc");
  await expect(page.getByText(oidcClientSecret)).toHaveCount(0);

  await page.getByRole("link", { name: "Test sign-in" }).click();
  await fillSignInForm(page, person(sandbox, "ada"));
  await expectAda(page);
  await expectStillGrace(page);
  await removeConnection(page, "freight-oidc");
});
