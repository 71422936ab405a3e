/** The view of one role's credentials, beside the list or as a page of its own. */
import { expect, type Locator, type Page } from "@playwright/test";

export interface Issued {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly assumedRoleArn: string;
  readonly expiration: string;
}

/** What the server answers to the request that `ask` makes. */
export async function issuedBy(page: Page, ask: () => Promise<void>): Promise<Issued> {
  const answered = page.waitForResponse((response) => response.url().endsWith("/api/v1/credentials"));
  await ask();
  const answer = await answered;
  expect(answer.status()).toBe(200);
  expect(answer.headers()["cache-control"]).toBe("no-store");
  return (await answer.json()) as Issued;
}

/** Types the code that the view asks for, and asks. */
export async function askWithCode(page: Page, code: string): Promise<Issued> {
  await page.getByLabel(/^Code of the MFA device/).fill(code);
  return await issuedBy(page, () =>
    page.getByRole("button", { name: /^(Get credentials|Get new ones|Try again)$/ }).click(),
  );
}

export async function chooseFormat(page: Page, label: string): Promise<void> {
  await page.getByRole("tab", { name: label, exact: true }).click();
  await expect(shownCredentials(page, label)).toBeVisible();
}

export function shownCredentials(page: Page, label: string): Locator {
  return page.getByRole("region", { name: `Credentials for ${label}`, exact: true });
}

/** Presses "Copy" and reads what a person would paste. The browser must allow reading the clipboard. */
export async function copyCredentials(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
  return await page.evaluate(() => navigator.clipboard.readText());
}

/** Presses "Download". @returns the path of the file */
export async function downloadCredentials(page: Page): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  return await (await download).path();
}
