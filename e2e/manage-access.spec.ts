import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/journey";
import { askToDelete, chooseByTyping, fillPlayground, goToPlace } from "./pages/admin";
import { issuedBy } from "./pages/credentials";
import { credentialsButton, expectRoles } from "./pages/home";

const PLAYGROUND = "904416728135";
const ROLE = "PlaygroundReadOnly in Meridian Playground";
const BEFORE = [
  "ReadOnly in Meridian Production",
  "Developer in Meridian Staging",
  "AnalystReadOnly in Meridian Data",
  "PipelineOperator in Meridian Data",
];

async function addAccount(page: Page): Promise<void> {
  await page.goto("/admin");
  await goToPlace(page, "Accounts");
  await page.getByRole("link", { name: "Add account" }).click();
  await fillPlayground(page, "9044-1672");
  await page.getByRole("button", { name: "Add account" }).click();

  // A slip is explained beside its field, and nothing typed is lost.
  const summary = page.getByRole("alert").filter({ has: page.getByRole("link") });
  await expect(summary).toBeVisible();
  await summary.getByRole("link").first().click();
  await expect(page.getByLabel("Account number")).toBeFocused();
  await expect(page.getByLabel(/^Alias/)).toHaveValue("meridian-playground");
  await page.getByLabel("Account number").fill(PLAYGROUND);
  await page.getByLabel("Account number").press("Enter");
  await expect(page.getByText("Meridian Playground is added")).toBeVisible();
}

async function addTarget(page: Page): Promise<void> {
  await goToPlace(page, "Targets");
  await page.getByRole("link", { name: "Add target" }).click();
  await chooseByTyping(page, "Account", "playg", "Meridian Playground");
  await page.getByLabel("Role name").fill("PlaygroundReadOnly");
  await page.getByLabel("Longest session").selectOption("2 hours");
  await page.getByRole("button", { name: "Add target" }).click();
  await expect(page.getByText("PlaygroundReadOnly is added")).toBeVisible();
}

async function addGrant(page: Page): Promise<void> {
  await goToPlace(page, "Grants");
  await page.getByRole("link", { name: "Add grant" }).click();
  await page.getByLabel("Give it to").selectOption("A group");
  await page.getByLabel("Group", { exact: true }).fill("logistics-analytics");
  await chooseByTyping(page, "Role", "playgroundread", "PlaygroundReadOnly in Meridian Playground");
  await page.getByRole("button", { name: "Add grant" }).click();
  await expect(page.getByText("The grant is in force")).toBeVisible();
}

/** Asks as the page does, from the page. */
async function credentialsAnswer(
  page: Page,
  entitlementId: string,
): Promise<{ status: number; code: string }> {
  return await page.evaluate(async (id) => {
    const answer = await fetch("/api/v1/credentials", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ entitlementId: id }),
    });
    return { status: answer.status, code: (await answer.json()).code };
  }, entitlementId);
}

test("an administrator gives a role and takes it back; the engineer notices both at once", async ({
  browserOf,
  admin,
  complaints,
}) => {
  const ada = await browserOf("ada");
  await expectRoles(ada, BEFORE);
  const grace = await browserOf("grace");
  admin.removeAfterwards("accounts", PLAYGROUND);
  await addAccount(grace);
  await addTarget(grace);
  await addGrant(grace);

  // No new sign-in: the same page, loaded again.
  await ada.reload();
  await expectRoles(ada, [...BEFORE, ROLE]);
  const issued = await issuedBy(ada, () => credentialsButton(ada, ROLE).click());
  expect(issued.assumedRoleArn).toBe(
    `arn:aws:sts::${PLAYGROUND}:assumed-role/PlaygroundReadOnly/ada@meridian.example`,
  );

  const dialog = await askToDelete(grace, "grant");
  await expect(dialog).toContainText(/lose(s)? access/);
  await expect(dialog.getByRole("listitem").filter({ hasText: "ada@meridian.example" })).toBeVisible();
  await dialog.getByRole("button", { name: "Delete grant" }).click();
  await expect(grace).toHaveURL(/\/admin\/grants$/);

  complaints.expectStatus(404, /\/api\/v1\/credentials/);
  const id = new URL(ada.url()).pathname.split("/").at(-1) ?? "";
  expect(await credentialsAnswer(ada, id)).toEqual({ status: 404, code: "issuance.not_entitled" });
  await ada.getByRole("button", { name: "Get new ones" }).click();
  await expect(ada.getByRole("alert")).toContainText(/Reference\s*[2-9a-z]{10}/);
  await ada.reload();
  await expect(ada.getByRole("link", { name: "All my roles" }).first()).toBeVisible();
  await expect(ada.getByRole("button", { name: /credentials/ })).toHaveCount(0);
  await ada.goto("/");
  await expectRoles(ada, BEFORE);
});

test("a deletion that was not meant leaves everything as it was", async ({ browserOf, admin }) => {
  const targetId = await admin.targetId("Meridian Data", "PipelineOperator");
  const page = await browserOf("grace");
  await page.goto(`/admin/targets/${targetId}`);
  const dialog = await askToDelete(page, "target");
  await expect(dialog).toContainText("access");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.reload();
  await expect(page.getByRole("heading", { name: "PipelineOperator", level: 1 })).toBeVisible();
});

test("the form of a target shows what it would ask of AWS, while it is typed", async ({
  browserOf,
  admin,
}) => {
  const targetId = await admin.targetId("Meridian Data", "PipelineOperator");
  const grace = await browserOf("grace");
  await grace.goto(`/admin/targets/${targetId}`);
  const preview = grace.locator("details", { has: grace.getByText("Preview", { exact: true }) }).last();
  await expect(preview.locator("summary")).toContainText("AssumeRoleWithSAML");
  await grace.getByLabel("Longest session").selectOption("900");
  await expect(preview.locator("summary")).toContainText("15 minutes, limited by this target");
  await preview.locator("summary").click();
  await expect(preview.getByRole("region", { name: "Trust policy that the role needs" })).toContainText(
    "sts:AssumeRoleWithSAML",
  );
  await grace.getByLabel("Role name").fill("");
  await expect(preview.locator("summary")).toContainText("Name must not be empty");
  // Nothing was saved.
  await grace.reload();
  await expect(grace.getByLabel("Role name")).toHaveValue("PipelineOperator");
});
