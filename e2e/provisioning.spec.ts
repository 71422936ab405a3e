import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/journey";
import { person, type Sandbox } from "./fixtures/sandbox";
import { ScimClient } from "./fixtures/scim-client";
import { expectGoodScreen } from "./fixtures/screen-checks";
import { credentialsButton, expectRoles } from "./pages/home";
import { fillSignInForm } from "./pages/sign-in";

/** A connection of its own: groups of the others' people stay those of their sign-in. */
const SLUG = "freight-scim";
const DISPLAY_NAME = "Freight SSO with provisioning";
const SWITCHED_OFF = "Your organisation has switched off your access";

const SIGN_IN = `/signin/${SLUG}`;

/** Makes a token on the connection's page. @returns it, as it is shown once */
async function makeToken(page: Page, name: string): Promise<string> {
  await page.getByLabel("Name of a new token").fill(name);
  await page.getByRole("button", { name: "Make token" }).click();
  const shown = page.getByRole("region", { name: "Token", exact: true });
  await expect(shown).toBeVisible();
  return ((await shown.textContent()) ?? "").trim();
}

/** The user's name is given to somebody else, who looks like the same human being with another subject. */
async function moveToAnother(
  {
    okta,
    user,
    grace,
    iris,
  }: { readonly okta: ScimClient; readonly user: string; readonly grace: Page; readonly iris: Page },
  sandbox: Sandbox,
): Promise<void> {
  await okta.rename(user, "iris@meridian.example");
  await iris.goto(SIGN_IN);
  await fillSignInForm(iris, person(sandbox, "iris"));
  await expect(iris.getByText("Your username belongs to another sign-in here")).toBeVisible();
  await expectGoodScreen(iris, "a username that belongs to another sign-in");

  await grace.goto("/admin/people?q=iris");
  const row = grace.getByRole("row").filter({ hasText: SLUG });
  await expect(row).toContainText("Provisioned to another");
  await row.locator("a[href^='/admin/people/']").first().click();
  await expect(grace.getByText("No groups: the provisioned user is another person")).toBeVisible();
  await expectGoodScreen(grace, "a person whose user is another");
  await grace.getByRole("button", { name: "Move the user here…" }).click();
  await expect(grace.getByRole("alertdialog")).toContainText(
    "Is this the same human being as Noel Fournier?",
  );
  await expectGoodScreen(grace, "question before a user is moved");
  await grace.getByRole("alertdialog").getByRole("button", { name: "Move the user here" }).click();
  await expect(grace.getByRole("alertdialog")).toHaveCount(0);
  await iris.reload();
  await expect(credentialsButton(iris, "Developer in Meridian Staging")).toBeVisible();
}

test("an identity provider provisions: a group counts at a reload, and being switched off ends everything at once", async ({
  browserOf,
  newBrowser,
  admin,
  sandbox,
  complaints,
}) => {
  complaints.expectStatus(403, /\/signin\/complete/);
  complaints.expectStatus(401, /\/api\/v1\/credentials/);
  const metadataXml = await (await fetch(`${sandbox.idp.saml.url}/metadata`)).text();
  await admin.create("connections", { kind: "saml", slug: SLUG, displayName: DISPLAY_NAME, metadataXml });
  const grace = await browserOf("grace");
  const address = `/admin/connections/${SLUG}`;
  await grace.goto(address);
  await expectGoodScreen(grace, "provisioning before its first token");
  const token = await makeToken(grace, "Okta, 2026");
  await expectGoodScreen(grace, "a new token for provisioning");
  await grace.getByLabel("Take users and groups from the identity provider").check();
  await grace.getByLabel("Groups come from").selectOption("Provisioning");
  await grace.getByRole("button", { name: "Save provisioning" }).click();
  await expect(grace.getByText("Provisioning is on").first()).toBeVisible();
  await grace.reload();
  await expect(grace.getByText(token), "a token is shown once").toHaveCount(0);

  const noel = await newBrowser();
  await noel.goto(SIGN_IN);
  await fillSignInForm(noel, person(sandbox, "noel"));
  await expect(noel.getByRole("heading", { name: "No AWS role is yours yet" })).toBeVisible();
  const okta = new ScimClient(`${sandbox.app}/scim/v2/${SLUG}`, token);
  const user = await okta.assign("noel@meridian.example", "Noel Fournier");
  await okta.addMember(await okta.pushGroup("engineering"), user);
  await noel.reload();
  await expectRoles(noel, ["ReadOnly in Meridian Production", "Developer in Meridian Staging"]);
  await credentialsButton(noel, "Developer in Meridian Staging").click();
  await expect(noel.getByText(/^Expires in/)).toBeVisible();

  await grace.goto("/admin/people?q=noel");
  await grace.getByRole("row").filter({ hasText: SLUG }).getByRole("link", { name: "Noel Fournier" }).click();
  await expect(grace.getByText("Provisioned groups")).toBeVisible();
  await expect(grace.getByRole("table", { name: "Roles" })).toContainText("Developer");
  await expectGoodScreen(grace, "a person with provisioned groups");

  await okta.setActive(user, false);
  // The page that stands open says so where the next press is answered, and the sign-in page at once.
  await noel.getByRole("button", { name: "Get new ones" }).click();
  await expect(noel.getByRole("alert")).toContainText(SWITCHED_OFF);
  await noel.goto("/");
  await expect(noel.getByRole("heading", { name: "Sign in to Rolebridge" })).toBeVisible();
  await expect(noel.getByText(SWITCHED_OFF)).toBeVisible();
  await expectGoodScreen(noel, "the sign-in page says why a session ended");
  await noel.goto(SIGN_IN);
  await expect(noel.getByRole("alert")).toContainText(SWITCHED_OFF);
  await expectGoodScreen(noel, "a sign-in of somebody who is switched off");
  // Nobody else's browser is told anything.
  const stranger = await newBrowser();
  await stranger.goto("/signin");
  await expect(stranger.getByRole("heading", { name: "Sign in to Rolebridge" })).toBeVisible();
  await expect(stranger.getByText(SWITCHED_OFF)).toHaveCount(0);

  await grace.reload();
  await expect(grace.getByText("Switched off by the identity provider")).toBeVisible();
  await expectGoodScreen(grace, "a person who is switched off");
  await okta.setActive(user, true);
  await noel.goto(SIGN_IN);
  await expect(credentialsButton(noel, "Developer in Meridian Staging")).toBeVisible();

  await grace.goto(address);
  await expect(grace.getByText("1 user, 1 active, 1 of them known from a sign-in")).toBeVisible();
  await expectGoodScreen(grace, "provisioning at work");
  await moveToAnother({ okta, user, grace, iris: await newBrowser() }, sandbox);

  await grace.goto(address);
  await grace.getByRole("button", { name: "Revoke…" }).click();
  await expect(grace.getByRole("alertdialog")).toContainText("Revoke the token Okta, 2026?");
  await expectGoodScreen(grace, "question before a token is revoked");
  expect(await okta.status()).toBe(200);
  await grace.getByRole("button", { name: "Revoke token" }).click();
  await expect(grace.getByRole("table", { name: "Provisioning tokens" })).toHaveCount(0);
  expect(await okta.status()).toBe(401);
});

test("whoever an administrator signs out reads so in the browser that was signed out, and in no other", async ({
  browserOf,
}) => {
  const ada = await browserOf("ada");
  const elsewhere = await browserOf("ada");
  const grace = await browserOf("grace");
  await grace.goto("/admin/people?q=ada");
  await grace
    .getByRole("row")
    .filter({ hasText: "meridian-saml" })
    .getByRole("link", { name: "Ada Lindqvist" })
    .click();
  const sessions = grace.getByRole("table", { name: "App sessions" });
  await expectGoodScreen(grace, "a person with app sessions");
  // The newest stands first, and that is the one of the second browser.
  await sessions.getByRole("button", { name: "End…" }).first().click();
  await grace.getByRole("button", { name: "End session" }).click();
  await expect(grace.getByRole("alertdialog")).toHaveCount(0);

  await elsewhere.reload();
  await expect(elsewhere.getByText("An administrator of Rolebridge ended your session.")).toBeVisible();
  await ada.reload();
  await expect(credentialsButton(ada, "Developer in Meridian Staging")).toBeVisible();
});
