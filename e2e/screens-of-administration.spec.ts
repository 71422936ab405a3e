import { expect, type Locator, type Page } from "@playwright/test";
import type { AdminApi } from "./fixtures/admin-api";
import { test } from "./fixtures/journey";
import { person } from "./fixtures/sandbox";
import { expectGoodScreen, see } from "./fixtures/screen-checks";
import { askToDelete } from "./pages/admin";
import { fillSignInForm } from "./pages/sign-in";

/** Addresses of things in the administration, for which their ids must be known. */
async function adminAddresses(admin: AdminApi): Promise<readonly string[]> {
  const targetId = await admin.targetId("Meridian Production", "OnCallOperator");
  // As long as AWS lets a name be, and without a place to break it.
  const longest = { accountId: "730915284466", name: "OperatorOf".padEnd(64, "Warehouses"), kind: "saml" };
  const longestId = await admin.create("targets", longest);
  const grantId = await admin.create("grants", { targetId: longestId, principal: { group: "operators" } });
  return [
    ...["accounts", "targets", "grants", "connections", "access-keys"].flatMap((place) => [
      place,
      `${place}/new`,
    ]),
    "accounts/418273650912",
    "accounts/418273650912/setup",
    `grants/${grantId}`,
    `targets/${targetId}`,
    `targets/${targetId}/check`,
    `targets/${targetId}/setup`,
    "connections/new?kind=oidc",
    "connections/meridian-saml",
    "connections/meridian-oidc",
    "people",
    ...["accounts", "targets", "grants", "people"].map((place) => `${place}?q=nothing-has-this-name`),
    `targets/${targetId}/setup?sourceIps=nowhere`,
    "keys",
    "lock-downs",
    "lock-downs/new",
    "audit",
    "audit?actor=nobody",
    "config",
    "accounts/000000000000",
  ];
}

/** How far a table reaches out of its frame. */
function roomBeside(table: Locator): Promise<number> {
  return table.evaluate((element) => {
    const frame = element.parentElement;
    return frame === null ? 0 : frame.scrollWidth - frame.clientWidth;
  });
}

test("the screens of the administration", async ({ browserOf, admin, complaints }) => {
  test.setTimeout(300_000);
  complaints.expectStatus(404, /\/admin\/accounts\/000000000000/);
  const page = await browserOf("grace");
  for (const address of await adminAddresses(admin)) {
    await see(page, `/admin/${address}`);
  }

  for (const place of ["targets", "grants"]) {
    await page.goto(`/admin/${place}?q=OperatorOfWarehouses`);
    expect(await roomBeside(page.getByRole("table")), `${place} with a long name`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/admin/config");
  await expect(page.getByRole("link", { name: "Configuration" })).toBeInViewport();
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.goto("/admin/targets/new");
  for (const kind of ["saml-relay", "assume-role", "session-token"]) {
    await page.locator(`input[value=${kind}]`).check();
    await expectGoodScreen(page, `a new target of kind ${kind}`);
  }

  await page.goto("/admin/grants/new");
  await page.getByRole("button", { name: "Add grant" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expectGoodScreen(page, "refused form");
  await page.getByRole("combobox", { name: "Role", exact: true }).click();
  await page.getByRole("combobox", { name: "Search role" }).fill("read");
  await expect(page.getByRole("listbox").getByRole("option").first()).toBeVisible();
  await expectGoodScreen(page, "choices of a combobox");
  await page.goto("/admin/connections/meridian-saml");
  await askToDelete(page, "connection");
  await expectGoodScreen(page, "question before a deletion");
});

test("the screens of a set-up, a preview and a check", async ({ browserOf, admin }) => {
  const page = await browserOf("grace");
  const tagged = await admin.targetId("Meridian Data", "AnalystReadOnly");
  await page.goto(`/admin/targets/${tagged}/setup`);
  await page.getByText("Conditions and permissions").click();
  await page.getByText("If AWS refuses the set-up").click();
  await expect(page.getByText("Could not parse metadata.")).toBeVisible();
  await expectGoodScreen(page, "set-up with what AWS may refuse");

  await page.goto(`/admin/targets/${tagged}`);
  await page.getByText("Preview", { exact: true }).last().click();
  await expect(page.getByRole("region", { name: "Trust policy that the role needs" })).toBeVisible();
  await expectGoodScreen(page, "preview of a target");
  await page.getByLabel("Role name").fill("");
  await expect(page.getByText("Name must not be empty").first()).toBeVisible();
  await expectGoodScreen(page, "preview of a target that cannot be");

  await page.goto(`/admin/targets/${tagged}/check`);
  await page.getByRole("button", { name: "Check this target" }).click();
  await expect(page.getByText("It works.", { exact: false })).toBeVisible();
  await expectGoodScreen(page, "check that passes, with its notes");
});

async function pressFirst(page: Page, label: string): Promise<void> {
  await page.getByRole("button", { name: label }).first().click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
}

async function confirm(page: Page, label: string): Promise<void> {
  await page.getByRole("alertdialog").getByRole("button", { name: label, exact: true }).click();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
}

test("the screens of a key that is renewed", async ({ browserOf }) => {
  const page = await browserOf("grace");
  await page.goto("/admin/keys");
  await pressFirst(page, "Make the next key…");
  await expectGoodScreen(page, "question before a key is made");
  await confirm(page, "Make the next key");
  await expect(page.getByRole("button", { name: "Use this key…" })).toBeVisible();
  await expectGoodScreen(page, "a key that waits");
  await pressFirst(page, "Use this key…");
  await expectGoodScreen(page, "question before a key is used");
  await page.keyboard.press("Escape");
  await pressFirst(page, "Retire this key…");
  await expectGoodScreen(page, "question before a key is retired");
  await confirm(page, "Retire this key");
  await expect(page.getByRole("button", { name: "Use this key…" })).toHaveCount(0);
});

test("the screen of a connection's test sign-in", async ({ page, sandbox }) => {
  await page.goto("/signin/meridian-oidc");
  await fillSignInForm(page, person(sandbox, "grace"));
  await expect(page).toHaveURL(`${sandbox.app}/`);
  await page.goto("/admin/connections/meridian-saml");
  await page.getByRole("link", { name: "Test sign-in" }).click();
  await fillSignInForm(page, person(sandbox, "ada"));
  await expect(page.getByRole("heading", { name: "The sign-in works" })).toBeVisible();
  await expectGoodScreen(page, "test sign-in");
});

test("the screen of what nobody foresaw", async ({ browserOf, complaints }) => {
  const page = await browserOf("grace");
  await page.goto("/admin/keys");
  await page.route("**/admin/keys", (route) =>
    route.request().method() === "POST" ? route.abort() : route.fallback(),
  );
  complaints.expectText(/net::ERR_FAILED/);
  complaints.expectText(/Failed to fetch/);
  await pressFirst(page, "Make the next key…");
  await page.getByRole("alertdialog").getByRole("button", { name: "Make the next key" }).click();
  await expect(page.getByRole("heading", { name: "Something went wrong on our side" })).toBeVisible();
  await expectGoodScreen(page, "what nobody foresaw");
});
