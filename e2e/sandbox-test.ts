/** Playwright's `test` with the running sandbox: its addresses, its people, and signing in as one of them. */
import { readFileSync } from "node:fs";
import { test as base, type Page } from "@playwright/test";

export interface Person {
  readonly username: string;
  readonly password: string;
  readonly email: string;
}

/** The form of `sandbox.json` that journeys need. */
export interface Sandbox {
  readonly app: string;
  readonly adminToken: string;
  readonly idp: Readonly<Record<"saml" | "oidc", { readonly connection: string; readonly url: string }>>;
  readonly aws: Readonly<Record<"sts" | "signin" | "console", string>>;
  readonly personas: readonly Person[];
}

function runningSandbox(): Sandbox {
  return JSON.parse(readFileSync(process.env.E2E_SANDBOX ?? "", "utf8")) as Sandbox;
}

/** The persona with this user name. */
export function person(sandbox: Sandbox, username: string): Person {
  const found = sandbox.personas.find((candidate) => candidate.username === username);
  if (found === undefined) {
    throw new Error(`The sandbox has nobody called ${username}.`);
  }
  return found;
}

/** Fills the IdP's form, which must be on the page, as a person would. */
export async function fillSignInForm(page: Page, { username, password }: Person): Promise<void> {
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export const test = base.extend<{ sandbox: Sandbox }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies from this pattern
  sandbox: async ({}, use) => {
    await use(runningSandbox());
  },
  baseURL: async ({ sandbox }, use) => {
    await use(sandbox.app);
  },
});
