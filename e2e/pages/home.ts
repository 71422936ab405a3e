/** The portal's first page: my accounts and roles. */
import { expect, type Locator, type Page } from "@playwright/test";

/** The button of one role, named as on screen: "ReadOnly in Meridian Production". */
export function credentialsButton(page: Page, role: string): Locator {
  return page.getByRole("button", { name: `Get credentials: ${role}`, exact: true }).first();
}

export function consoleButton(page: Page, role: string): Locator {
  return page.getByRole("button", { name: `Open console: ${role}`, exact: true }).first();
}

export function searchField(page: Page): Locator {
  return page.getByRole("combobox", { name: /Search your roles/ });
}

/** Waits until the page offers exactly these roles, each "role in account". */
export async function expectRoles(page: Page, roles: readonly string[]): Promise<void> {
  const offered = page.getByRole("button", { name: /^Get credentials: / });
  await expect(offered).toHaveCount(roles.length);
  const names = await offered.evaluateAll((buttons) =>
    buttons.map((button) => button.getAttribute("aria-label")?.replace("Get credentials: ", "") ?? ""),
  );
  expect(names.sort()).toEqual([...roles].sort());
}
