import { expect, type Page } from "@playwright/test";
import { callerArn, keysOf } from "./fixtures/aws-tools";
import { test } from "./fixtures/journey";
import { type Person, person, type Sandbox } from "./fixtures/sandbox";
import { issuedBy } from "./pages/credentials";
import { credentialsButton, searchField } from "./pages/home";
import { fillSignInForm } from "./pages/sign-in";

/** The company's page of tiles, signed in. */
async function tiles(page: Page, sandbox: Sandbox, who: Person): Promise<void> {
  await page.goto(sandbox.idp.saml.url);
  await fillSignInForm(page, who);
  await expect(page.getByRole("heading", { name: "Your applications" })).toBeVisible();
}

test("who comes from the identity provider's tile is asked by name before anything happens", async ({
  page,
  sandbox,
}) => {
  await tiles(page, sandbox, person(sandbox, "ada"));
  await page.getByRole("button", { name: "Open Rolebridge" }).click();
  await expect(page.getByRole("heading", { name: "Is this you?" })).toBeVisible();
  await expect(page.getByText("Ada Lindqvist")).toBeVisible();
  expect((await page.request.get(`${sandbox.app}/api/v1/session`)).status()).toBe(401);

  await page.getByRole("button", { name: "Yes, sign in as ada@meridian.example" }).click();
  await expect(page).toHaveURL(`${sandbox.app}/`);
  await expect(searchField(page)).toBeVisible();
});

test("who says “this is not me” is nobody afterwards", async ({ page, sandbox }) => {
  await tiles(page, sandbox, person(sandbox, "otto"));
  await page.getByRole("button", { name: "Open Rolebridge" }).click();
  await page.getByRole("link", { name: "No, this is not me" }).click();
  await expect(page).toHaveURL(`${sandbox.app}/signin`);
  expect((await page.request.get(`${sandbox.app}/api/v1/session`)).status()).toBe(401);
});

test("a tile for AWS signs in and makes its role usable in one go", async ({ page, sandbox }) => {
  await tiles(page, sandbox, person(sandbox, "otto"));
  await page.getByRole("button", { name: "Open AWS (through Rolebridge)" }).click();
  await page.getByRole("button", { name: /^Yes, sign in as otto/ }).click();
  await expect(page).toHaveURL(`${sandbox.app}/`);
  const issued = await issuedBy(page, () =>
    credentialsButton(page, "WarehouseReader in Meridian Data").click(),
  );
  expect(await callerArn(sandbox.aws.sts, keysOf(issued))).toBe(
    "arn:aws:sts::265048193377:assumed-role/WarehouseReader/otto@meridian.example",
  );
});

test("a role of the company's own trust says that it sends for a fresh proof, and comes back with it", async ({
  browserOf,
  admin,
}) => {
  // Somebody who has no proof from another journey: one is good for five minutes.
  const targetId = await admin.targetId("Meridian Data", "WarehouseReader");
  await admin.create("grants", { targetId, principal: { user: "grace@meridian.example" } });
  const grace = await browserOf("grace");
  await credentialsButton(grace, "WarehouseReader in Meridian Data").click();
  await expect(grace.getByText("Your company's sign-in page opens once")).toBeVisible();
  await grace.getByRole("link", { name: "Continue to the company sign-in" }).click();
  await expect(grace.getByText("Your company's proof for AWS is here.", { exact: false })).toBeVisible();
  const issued = await issuedBy(grace, () =>
    grace.getByRole("button", { name: "Get credentials", exact: true }).click(),
  );
  expect(issued.assumedRoleArn).toContain("assumed-role/WarehouseReader/grace@meridian.example");
});

test("an identity provider that takes requests by POST only gets them so", async ({
  page,
  sandbox,
  admin,
}) => {
  const metadata = await (await fetch(`${sandbox.idp.saml.url}/metadata`)).text();
  const postOnly = metadata.replace(
    /<(?:\w+:)?SingleSignOnService[^>]*HTTP-Redirect[^>]*>(?:<\/[^>]*>)?/,
    "",
  );
  expect(postOnly).not.toBe(metadata);
  await admin.create("connections", {
    slug: "freight-post",
    displayName: "Freight SSO by POST",
    kind: "saml",
    metadataXml: postOnly,
  });
  const asked = page.waitForRequest((request) => request.url() === `${sandbox.idp.saml.url}/sso`);
  await page.goto("/signin/freight-post");
  expect((await asked).method()).toBe("POST");
  await fillSignInForm(page, person(sandbox, "ada"));
  await expect(page).toHaveURL(`${sandbox.app}/`);
  expect(await (await page.request.get("/api/v1/session")).json()).toMatchObject({
    username: "ada@meridian.example",
    connection: "freight-post",
  });
});
