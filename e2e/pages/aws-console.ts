/** The sandbox's AWS console, which says what it knows of the session. */
import { expect, type Locator, type Page } from "@playwright/test";

/** What the console shows beside this word. */
function consoleFact(page: Page, name: string): Locator {
  return page.locator(`dt:text-is("${name}") + dd`);
}

export async function expectConsole(
  page: Page,
  facts: Readonly<Record<string, string | RegExp>>,
): Promise<void> {
  for (const [name, value] of Object.entries(facts)) {
    await expect(consoleFact(page, name)).toHaveText(value);
  }
}

/** The tags of the session, "key = value". */
export function sessionTags(page: Page): Locator {
  return page.getByRole("region", { name: "Session tags" });
}
