import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/journey";
import { PersonApi } from "./fixtures/person-api";
import { expectGoodScreen } from "./fixtures/screen-checks";
import { goToPlace, listRow } from "./pages/admin";
import { issuedBy } from "./pages/credentials";
import { credentialsButton } from "./pages/home";

const ROLE = "Developer in Meridian Staging";

test.afterEach(({ admin }) => admin.liftEverything());

const banner = (page: Page) => page.getByRole("complementary", { name: "Lock-down" });

async function lockDown(page: Page, reason: string): Promise<void> {
  await page.getByLabel("Reason").fill(reason);
  await page.getByRole("button", { name: "Lock down now" }).click();
  await expect(page.getByText("Locked down", { exact: true })).toBeVisible();
}

async function lift(page: Page, why: string): Promise<void> {
  await page.getByLabel("Why it is over").fill(why);
  await page.getByRole("button", { name: "Lift the lock-down" }).click();
  await expect(page.getByText("Why it was lifted")).toBeVisible();
}

test("an administrator locks a person down, sees how to cut off what she holds, and lets her in again", async ({
  browserOf,
}) => {
  const ada = await browserOf("ada");
  const issued = await issuedBy(ada, () => credentialsButton(ada, ROLE).click());
  const api = new PersonApi(ada);
  const { id: entitlementId } = await api.entitlement("Developer", "Meridian Staging");

  const grace = await browserOf("grace");
  await grace.goto("/admin/people?q=ada");
  const row = grace.getByRole("row").filter({ hasText: "meridian-saml" });
  await row.getByRole("link", { name: "Lock down ada@meridian.example" }).click();
  await expect(grace.getByRole("heading", { name: "Lock down a person" })).toBeVisible();
  await expect(grace.getByText("Ada Lindqvist (ada@meridian.example)")).toBeVisible();
  await grace.getByRole("button", { name: "Lock down now" }).click();
  await expect(grace.getByRole("alert").first()).toContainText("Reason must not be empty");
  await expectGoodScreen(grace, "a lock-down without a reason");
  await lockDown(grace, "Laptop stolen at the airport");
  await expect(banner(grace)).toContainText("ada@meridian.example");
  await expect(grace.getByRole("link", { name: issued.accessKeyId })).toBeVisible();
  await expect(grace.getByRole("region", { name: /^Commands for Meridian Staging/ })).toContainText(
    "RolebridgeRevoke",
  );
  await expectGoodScreen(grace, "a lock-down in force");

  expect(await api.refusal("credentials", { entitlementId })).toMatchObject({
    code: "issuance.locked_down",
    status: 403,
  });
  await ada.goto("/");
  await expect(banner(ada)).toContainText("Your access to AWS is locked down at the moment.");
  await expect(ada.getByText("airport"), "the reason is not hers to read").toHaveCount(0);
  await expectGoodScreen(ada, "the roles of somebody locked down");
  // Everybody else goes on.
  const otto = new PersonApi(await browserOf("otto"));
  const { id: his } = await otto.entitlement("DatabaseOperator", "Meridian Production");
  expect(await otto.credentials({ entitlementId: his })).toHaveProperty("secretAccessKey");

  await lift(grace, "Laptop found, disk encrypted");
  await expect(banner(grace)).toHaveCount(0);
  await expectGoodScreen(grace, "a lock-down that was lifted");
  expect(await api.credentials({ entitlementId })).toHaveProperty("secretAccessKey");
});

test("an account is locked down from its own page, and the list says who did it and why", async ({
  browserOf,
  admin,
}) => {
  const accountId = "111122223344";
  await admin.create("accounts", { accountId, name: "Short-lived" });
  const grace = await browserOf("grace");
  await grace.goto(`/admin/accounts/${accountId}`);
  await grace.getByRole("link", { name: "Lock down…" }).click();
  await expect(grace.getByText("Short-lived (111122223344)")).toBeVisible();
  await expectGoodScreen(grace, "question before a lock-down");
  await lockDown(grace, "Intruder in the account");
  await goToPlace(grace, "Lock-downs");
  await expect(listRow(grace, "Account Short-lived")).toContainText("In force");
  await expect(listRow(grace, "Account Short-lived")).toContainText("grace@meridian.example");
  await expectGoodScreen(grace, "list of lock-downs");
  await listRow(grace, "Account Short-lived").getByRole("link").click();
  await lift(grace, "Rehearsal");
  await goToPlace(grace, "Lock-downs");
  await expect(listRow(grace, "Account Short-lived")).toContainText("Lifted");
});

test("everything is locked down: nobody gets a session, break glass included, until it is lifted", async ({
  browserOf,
  complaints,
}) => {
  complaints.expectStatus(403, /\/api\/v1\/credentials/);
  const otto = await browserOf("otto");
  const api = new PersonApi(otto);
  const breakGlass = await api.entitlement("BreakGlassUser", "Meridian Production");
  const grace = await browserOf("grace");
  await grace.goto("/admin/lock-downs");
  await grace.getByRole("link", { name: "Lock down everything…" }).click();
  await expect(grace.getByText("break glass included")).toBeVisible();
  await lockDown(grace, "A signing key may have leaked");

  await credentialsButton(otto, ROLE).click();
  await expect(otto.getByRole("alert")).toContainText("locked this down");
  await expectGoodScreen(otto, "a refusal during a lock-down");
  const asked = { entitlementId: breakGlass.id, reason: "INC-1", mfaCode: "123456" };
  expect(await api.refusal("credentials", asked)).toMatchObject({ code: "issuance.locked_down" });
  await otto.goto("/");
  await expect(banner(otto)).toContainText("Access to AWS is locked down for everybody at the moment.");

  await expect(banner(grace)).toContainText("Everything");
  await lift(grace, "Keys were renewed");
  const issued = await issuedBy(otto, () => credentialsButton(otto, ROLE).click());
  expect(issued.assumedRoleArn).toContain(":assumed-role/Developer/otto@meridian.example");
});
