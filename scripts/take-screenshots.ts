/**
 * `npm run screenshots`, while the sandbox runs: takes the pictures of the README anew, as its people see it.
 * Credentials in them are the sandbox's and worth nothing; secrets stay masked all the same.
 */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { findBrowser } from "./setup/browser.mjs";

const ROOT = join(import.meta.dirname, "..");
const IMAGES = join(ROOT, "docs", "images");

interface Sandbox {
  readonly app: string;
  readonly idp: { readonly saml: { readonly connection: string } };
  readonly personas: readonly { readonly username: string; readonly password: string }[];
}

async function readSandbox(): Promise<Sandbox> {
  const file = join(ROOT, ".rolebridge", "sandbox.json");
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error("The sandbox is not running here. Start it with npm run sandbox, then try again.");
  });
  return JSON.parse(text) as Sandbox;
}

async function signIn(browser: Browser, sandbox: Sandbox, username: string, dark: boolean): Promise<Page> {
  const password = sandbox.personas.find((persona) => persona.username === username)?.password ?? "";
  const context = await browser.newContext({
    colorScheme: dark ? "dark" : "light",
    deviceScaleFactor: 2,
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  await page.goto(`${sandbox.app}/signin/${sandbox.idp.saml.connection}`);
  await page.locator("input[name=username]").fill(username);
  await page.locator("input[name=password]").fill(password);
  await page.locator("input[name=password]").press("Enter");
  await page.waitForURL(`${sandbox.app}/**`);
  return page;
}

async function save(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}

async function takeAll(browser: Browser, sandbox: Sandbox): Promise<void> {
  const otto = await signIn(browser, sandbox, "otto", false);
  await otto.getByRole("heading", { name: "Meridian Production" }).waitFor();
  await save(otto, "portal");
  await otto
    .getByRole("button", { name: /^Get credentials/ })
    .first()
    .click();
  await otto.getByText(/Expires in/).waitFor();
  await save(otto, "credentials");
  const ottoAtNight = await signIn(browser, sandbox, "otto", true);
  await save(ottoAtNight, "portal-dark");
  const grace = await signIn(browser, sandbox, "grace", false);
  await grace.goto(`${sandbox.app}/admin/grants`);
  await grace.getByRole("rowheader").first().waitFor();
  await save(grace, "grants");
}

const { path } = await findBrowser(ROOT);
const sandbox = await readSandbox();
await mkdir(IMAGES, { recursive: true });
const browser = await chromium.launch({
  executablePath: path,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  await takeAll(browser, sandbox);
} finally {
  await browser.close();
}
