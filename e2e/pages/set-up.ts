/** The pages of a target where it is set up in AWS and checked. */
import { expect, type Page } from "@playwright/test";

async function goToPage(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "This target" }).getByRole("link", { name }).click();
}

/** The text of one format for one account, as a person copies it. */
export async function setUpText(page: Page, format: string, accountId: string): Promise<string> {
  await goToPage(page, "Set up in AWS");
  await page.getByRole("tab", { name: format, exact: true }).click();
  const text = page.getByRole("region", { name: `${format} for account ${accountId}`, exact: true });
  await expect(text).toBeVisible();
  return (await text.textContent()) ?? "";
}

/** Asks AWS in earnest, and waits for what came of it. */
export async function checkTarget(page: Page): Promise<void> {
  await goToPage(page, "Plan and check");
  await page.getByRole("button", { name: "Check this target" }).click();
  await expect(page.getByRole("status").filter({ hasText: /^It (works|does not work yet)/ })).toBeVisible();
}

export async function expectAllPassed(page: Page): Promise<void> {
  await expect(page.getByText("It works. The session that proved it is thrown away.")).toBeVisible();
  await expect(page.getByText("Passed", { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/^(Failed|Unknown)$/)).toHaveCount(0);
}
