/** What the pages of the administration have in common: forms, lists and the question before a deletion. */
import { expect, type Locator, type Page } from "@playwright/test";

/** Opens a place of the administration by its name in the menu. */
export async function goToPlace(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Administration" }).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

/** Chooses one of many by typing part of it, with the keyboard alone. */
export async function chooseByTyping(
  page: Page,
  label: string,
  typed: string,
  choice: string,
): Promise<void> {
  const field = page.getByRole("combobox", { name: label, exact: true });
  // Until scripts run it is a select, whose list cannot be typed into.
  await expect(field).toHaveAttribute("aria-haspopup", "dialog");
  await field.press("Enter");
  const search = page.getByRole("combobox", { name: `Search ${label.toLowerCase()}` });
  await search.fill(typed);
  await expect(page.getByRole("option", { name: choice })).toBeVisible();
  await search.press("Enter");
  await expect(field).toContainText(choice);
}

/** The form of a new account, filled for the one of the sandbox that waits to be set up. */
export async function fillPlayground(page: Page, accountNumber: string): Promise<void> {
  await page.getByLabel("Account number").fill(accountNumber);
  await page.getByLabel("Name", { exact: true }).fill("Meridian Playground");
  await page.getByLabel(/^Alias/).fill("meridian-playground");
  await page.getByLabel(/^Region/).fill("eu-west-1");
}

/** Opens the question before a deletion, from the page of the thing. */
export async function askToDelete(page: Page, kind: string): Promise<Locator> {
  await page.getByRole("button", { name: `Delete ${kind}…` }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toBeVisible();
  // The safe answer has the focus.
  await expect(dialog.getByRole("button", { name: "Keep it" })).toBeFocused();
  return dialog;
}

/** The row of a list whose title is this. */
export function listRow(page: Page, title: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("rowheader").filter({ hasText: title }) });
}

/** What the administrator of the other side copies: the value beside a label. */
export function factOf(page: Page, label: string): Locator {
  return page.locator(`dt:text-is("${label}") + dd`);
}
