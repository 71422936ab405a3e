/** An instance that nobody has used: from the first connection, made with a token, to the first role of an engineer. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { type SamlIdp, startSamlIdp } from "../sandbox/idp-saml/server";
import { freePort } from "../scripts/setup/postgres.mjs";
import { sha256Hex } from "../scripts/setup/sandbox-secrets.mjs";
import { Instance } from "./faults/world/instance";
import { AdminApi } from "./fixtures/admin-api";
import { test as base } from "./fixtures/journey";
import { person, type Sandbox } from "./fixtures/sandbox";
import { expectGoodScreen, see } from "./fixtures/screen-checks";
import { fillPlayground } from "./pages/admin";
import { expectRoles } from "./pages/home";
import { fillSignInForm } from "./pages/sign-in";

/** Screens that have nothing to show yet. */
const EMPTY = [
  "/",
  "/admin/accounts",
  "/admin/targets",
  "/admin/grants",
  "/admin/access-keys",
  "/admin/lock-downs",
  "/admin/targets/new",
  "/admin/grants/new",
];

interface Newcomer {
  readonly origin: string;
  readonly token: string;
  readonly idp: SamlIdp;
}

const test = base.extend<{ readonly newcomer: Newcomer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies from this pattern
  newcomer: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "rolebridge-first-hour-"));
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const token = randomBytes(32).toString("hex");
    const idp = await startSamlIdp({ port: 0, appOrigin: origin, folder });
    const settings = {
      DATABASE_URL: `pglite:${join(folder, "data")}`,
      ROLEBRIDGE_URL: origin,
      ROLEBRIDGE_SECRET: randomBytes(32).toString("base64"),
      ROLEBRIDGE_SEALING_KEY: randomBytes(32).toString("base64"),
      ROLEBRIDGE_ADMINS: "meridian/group:rolebridge-admins",
      // The sandbox's provider speaks http, on loopback.
      ROLEBRIDGE_INSECURE_HTTP_IDPS: "true",
      ROLEBRIDGE_ADMIN_TOKEN_SHA256: sha256Hex(token),
    };
    const instance = await Instance.start({ settings, port, logFile: join(folder, "app.log") });
    await use({ origin, token, idp });
    await instance.end("SIGTERM");
    await idp.close();
    await rm(folder, { recursive: true });
  },
  baseURL: async ({ newcomer }, use) => {
    await use(newcomer.origin);
  },
});

/** Where there is one connection, nobody has to choose. */
async function signIn(page: Page, sandbox: Sandbox, username: string): Promise<void> {
  await page.goto("/");
  await fillSignInForm(page, person(sandbox, username));
}

/** Each page leads on to the next: nobody has to know where things are. */
async function giveFirstRole(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Manage grants" }).click();
  await page.getByRole("link", { name: "Add target" }).click();
  await page.getByRole("link", { name: "Add account" }).click();
  await fillPlayground(page, "904416728135");
  await page.getByRole("button", { name: "Add account" }).click();
  await expect(page.getByText("Meridian Playground is added")).toBeVisible();
  await expectGoodScreen(page, "account added");
  await page.getByRole("link", { name: "add the first role" }).click();
  await page.getByLabel("Role name").fill("PlaygroundReadOnly");
  await page.getByRole("button", { name: "Add target" }).click();
  await expect(page.getByText("PlaygroundReadOnly is added")).toBeVisible();
  await expectGoodScreen(page, "target added");
  await page.getByRole("link", { name: "grant it" }).click();
  await page.getByLabel("Give it to").selectOption("A group");
  await page.getByLabel("Group", { exact: true }).fill("engineering");
  await page.getByRole("button", { name: "Add grant" }).click();
  await expect(page.getByText("The grant is in force")).toBeVisible();
  await expectGoodScreen(page, "grant added");
}

test("an instance that nobody has used leads on to the first role", async ({
  page,
  newBrowser,
  newcomer,
  sandbox,
}) => {
  await see(page, "/signin");
  // As the README says.
  await new AdminApi(newcomer.origin, newcomer.token).create("connections", {
    kind: "saml",
    slug: "meridian",
    displayName: "Meridian SSO",
    metadataXml: newcomer.idp.metadata,
  });
  await signIn(page, sandbox, "grace");
  await expect(page.getByRole("heading", { name: "No AWS role is yours yet" })).toBeVisible();
  for (const place of EMPTY) await see(page, place);
  await page.goto("/");
  await giveFirstRole(page);

  const ada = await newBrowser();
  await signIn(ada, sandbox, "ada");
  await expectRoles(ada, ["PlaygroundReadOnly in Meridian Playground"]);
});
