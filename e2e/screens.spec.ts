import { expect, type Page } from "@playwright/test";
import type { AdminApi } from "./fixtures/admin-api";
import { test } from "./fixtures/journey";
import { expectGoodScreen } from "./fixtures/screen-checks";
import { askToDelete } from "./pages/admin";
import { chooseFormat } from "./pages/credentials";
import { credentialsButton, searchField } from "./pages/home";

/** Addresses of things in the administration, for which their ids must be known. */
async function adminAddresses(admin: AdminApi): Promise<readonly string[]> {
  const targetId = await admin.targetId("Meridian Production", "OnCallOperator");
  return [
    ...["accounts", "targets", "grants", "connections", "access-keys"].flatMap((place) => [
      place,
      `${place}/new`,
    ]),
    "accounts/418273650912",
    "accounts/418273650912/setup",
    `targets/${targetId}`,
    `targets/${targetId}/check`,
    `targets/${targetId}/setup`,
    "connections/new?kind=oidc",
    "connections/meridian-saml",
    "connections/meridian-oidc",
    "people",
    "keys",
    "lock-downs",
    "lock-downs/new",
    "audit",
    "audit?actor=nobody",
    "config",
    "accounts/000000000000",
  ];
}

/** Opens an address and judges what it shows. */
async function see(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
  await expectGoodScreen(page, address);
}

test("the screens before and after a session", async ({ page, complaints }) => {
  complaints.expectStatus(404, /\/nothing-here/);
  await see(page, "/signin");
  await see(page, "/signin?error=signin.request_unknown&reference=abcdefghjk");
  await see(page, "/signout");
  await see(page, "/nothing-here");
});

test("the screens of somebody with no role", async ({ browserOf }) => {
  const page = await browserOf("noel");
  await see(page, "/");
  await see(page, "/signout");
});

test("the screens of somebody with many roles", async ({ browserOf, complaints }) => {
  complaints.expectStatus(404, /\/go\//);
  const page = await browserOf("otto");
  await see(page, "/");
  await searchField(page).fill("prod");
  await expectGoodScreen(page, "search");
  await searchField(page).fill("nothing has this name");
  await expectGoodScreen(page, "search that finds nothing");
  await searchField(page).fill("");
  await credentialsButton(page, "Developer in Meridian Staging").click();
  await chooseFormat(page, "STS JSON");
  await page.getByRole("button", { name: "Reveal" }).click();
  await expectGoodScreen(page, "credentials beside the list");
  await see(page, page.url());
  await see(page, "/go/meridian-prod/NotMine");
});

test("the screens of a role that asks for a reason and a code", async ({ browserOf, admin }) => {
  const target = {
    accountId: "730915284466",
    name: "Asking",
    kind: "assume-role",
    mfaSerial: "arn:aws:iam::730915284466:mfa/asking",
    requireReason: true,
  };
  const targetId = await admin.create("targets", target);
  await admin.create("grants", { targetId, principal: { user: "ada@meridian.example" } });
  const page = await browserOf("ada");
  await credentialsButton(page, "Asking in Meridian Staging").click();
  await page.getByRole("button", { name: "Get credentials", exact: true }).click();
  await expect(page.getByLabel("What do you need it for?")).toBeFocused();
  await expectGoodScreen(page, "a reason and a code are missing");
  // Apps show the digits in two groups; pasted as they are, they fit.
  await page.getByLabel("Code of the MFA device asking").fill("123 456");
  await expect(page.getByLabel("Code of the MFA device asking")).toHaveValue("123456");
});

test("the screens of a diagnosis", async ({ browserOf }) => {
  const page = await browserOf("otto");
  await page.goto("/diagnose");
  await page.getByRole("button", { name: "Decode the message" }).click();
  await page.getByRole("button", { name: "Ask AWS who I am" }).click();
  await expect(page.getByText("AWS knows you as")).toBeVisible();
  await expectGoodScreen(page, "diagnosis");
});

test("the screen of a refusal by AWS", async ({ browserOf, admin, complaints }) => {
  complaints.expectStatus(502, /\/api\/v1\/credentials/);
  const target = { accountId: "730915284466", name: "Absent", kind: "saml" };
  const targetId = await admin.create("targets", target);
  await admin.create("grants", { targetId, principal: { user: "ada@meridian.example" } });
  const page = await browserOf("ada");
  await credentialsButton(page, "Absent in Meridian Staging").click();
  await expect(page.getByRole("alert")).toContainText("AWS said");
  await expectGoodScreen(page, "refusal");

  const administrator = await browserOf("grace");
  await administrator.goto("/admin/audit?action=credentials.refused&actor=ada");
  await administrator
    .getByRole("link", { name: /^Details/ })
    .first()
    .click();
  await expect(administrator.getByRole("heading", { name: "Why AWS refused" })).toBeVisible();
  await expectGoodScreen(administrator, "explanation of a refusal");
  await administrator.goto(`/admin/targets/${targetId}/check`);
  await administrator.getByRole("button", { name: "Check this target" }).click();
  await expect(administrator.getByText("It does not work yet")).toBeVisible();
  await expectGoodScreen(administrator, "check that fails");
});

test("the screens of the administration", async ({ browserOf, admin, complaints }) => {
  test.setTimeout(300_000);
  complaints.expectStatus(404, /\/admin\/accounts\/000000000000/);
  const page = await browserOf("grace");
  for (const address of await adminAddresses(admin)) {
    await see(page, `/admin/${address}`);
  }

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
