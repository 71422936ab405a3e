import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/journey";
import { type Person, type Protocol, person, type Sandbox } from "./fixtures/sandbox";
import { expectGoodScreen } from "./fixtures/screen-checks";
import { plugInSecurityKey } from "./fixtures/security-key";
import { expectConsole } from "./pages/aws-console";
import { issuedBy } from "./pages/credentials";
import { consoleButton, credentialsButton } from "./pages/home";
import { fillSignInForm, signIn } from "./pages/sign-in";

/** Follows the one button that a role shows when its sign-in is not enough. */
async function signInAgain(page: Page, sandbox: Sandbox, protocol: Protocol, as: Person): Promise<void> {
  await page.getByRole("link", { name: "Sign in again", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`^${sandbox.idp[protocol].url}/`));
  await fillSignInForm(page, as);
}

const getCredentials = (page: Page) =>
  page.getByRole("button", { name: "Get credentials", exact: true }).click();

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByRole("list", { name: "Your passkeys" })).toContainText(name);
}

async function removeOwn(page: Page, name: string): Promise<void> {
  await page.goto("/passkeys");
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  await page.getByRole("button", { name: "Remove passkey" }).click();
  await expect(page.getByText("You have no passkey yet")).toBeVisible();
}

async function removeAsAdministrator(page: Page): Promise<void> {
  await page.goto("/admin/people?q=mira");
  // She came through the other provider as well, and is somebody else there.
  const row = page.getByRole("row").filter({ hasText: "meridian-saml" });
  await row.locator("a[href^='/admin/people/']").first().click();
  await page.getByRole("link", { name: "Passkeys" }).click();
  await expect(page.getByRole("button", { name: "Remove passkeys…" })).toBeVisible();
  await expectGoodScreen(page, "passkeys of a person");
  await page.getByRole("button", { name: "Remove passkeys…" }).click();
  await page.getByRole("button", { name: "Remove passkeys", exact: true }).click();
  await expect(page.getByText("No passkeys")).toBeVisible();
}

test("a role that asks for a fresh sign-in and a reason gets both, and leads back to itself", async ({
  newBrowser,
  sandbox,
}) => {
  const mira = person(sandbox, "mira");
  const page = await newBrowser();
  await page.goto("/");
  // This provider says when somebody signed in only to who asks for it, and what was not said is not fresh.
  await signIn(page, sandbox, mira, "oidc");
  await credentialsButton(page, "CustomerRecords in Meridian Production").click();
  await expect(page.getByText("Asks for a sign-in of the last 15 minutes.")).toBeVisible();
  await expectGoodScreen(page, "a sign-in is asked for");
  await signInAgain(page, sandbox, "oidc", mira);
  await expect(page).toHaveURL(/\/access\/[\w-]+$/);
  await page.getByLabel("What do you need it for?").fill("CASE-4711");
  const issued = await issuedBy(page, () => getCredentials(page));
  expect(issued.assumedRoleArn).toContain(":assumed-role/CustomerRecords/mira@meridian.example");
});

test("a shared link to a role that asks for a second factor ends in the console it named", async ({
  browserOf,
  sandbox,
  complaints,
}) => {
  complaints.expectStatus(403, /\/saml\/meridian-saml\/acs/);
  const mira = person(sandbox, "mira");
  const page = await browserOf("mira");
  const destination = "https://eu-west-1.console.aws.amazon.com/sqs/v3/home?region=eu-west-1";
  await page.goto(`/go/meridian-prod/PaymentOperator?${new URLSearchParams({ destination })}`);
  await expect(page.getByText("Asks for a sign-in with a second factor.")).toBeVisible();
  await page.getByRole("link", { name: "Sign in again", exact: true }).click();

  // An identity provider that does not state it: nothing changes, and the way back is there.
  await page.getByLabel("I also use my second factor").uncheck();
  await fillSignInForm(page, mira);
  await expect(page.getByRole("alert")).toContainText("did not say that you used a second factor");
  await page.getByRole("link", { name: "Back to where you were" }).click();

  await signInAgain(page, sandbox, "saml", mira);
  await expect(page).toHaveURL(/\/access\/[\w-]+\?destination=/);
  const opened = page.context().waitForEvent("page");
  await page.getByRole("button", { name: "Open console", exact: true }).click();
  const console = await opened;
  await expect(console.getByText(destination, { exact: true })).toBeVisible();
  await expectConsole(console, { Role: "PaymentOperator", Account: "Meridian Production" });
});

test("a step-up as somebody else is refused, and the person stays who they are", async ({
  browserOf,
  sandbox,
  complaints,
}) => {
  complaints.expectStatus(403, /\/saml\/meridian-saml\/acs/);
  const page = await browserOf("mira");
  await consoleButton(page, "PaymentOperator in Meridian Production").click();
  await signInAgain(page, sandbox, "saml", person(sandbox, "ada"));
  await expect(page.getByRole("alert")).toContainText("You signed in as somebody else");
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Mira Santos, account menu" })).toBeVisible();
});

test("a role that asks for a passkey takes one that was added a minute ago, and none that was removed", async ({
  browserOf,
  complaints,
}) => {
  complaints.expectStatus(409, /\/api\/v1\/passkeys\/confirmation\/options/);
  complaints.expectStatus(403, /\/api\/v1\/credentials/);
  const page = await browserOf("mira");
  await plugInSecurityKey(page);
  await credentialsButton(page, "KeyCustodian in Meridian Production").click();
  await expectGoodScreen(page, "a passkey is asked for");
  await page.getByRole("button", { name: "Use my passkey" }).click();
  await page.getByRole("link", { name: "Add a passkey" }).click();

  await expect(page.getByText("You have no passkey yet")).toBeVisible();
  await expectGoodScreen(page, "no passkeys");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByText("Give it a name.")).toBeVisible();
  await addPasskey(page, "Blue key");
  await expectGoodScreen(page, "passkeys");

  await page.goto("/");
  await credentialsButton(page, "KeyCustodian in Meridian Production").click();
  const issued = await issuedBy(page, () => page.getByRole("button", { name: "Use my passkey" }).click());
  expect(issued.assumedRoleArn).toContain(":assumed-role/KeyCustodian/mira@meridian.example");

  await removeOwn(page, "Blue key");
  // A lost one is the administrator's to take away.
  await addPasskey(page, "Red key");
  await removeAsAdministrator(await browserOf("grace"));
  await page.goto("/passkeys");
  await expect(page.getByText("You have no passkey yet")).toBeVisible();

  // What a script meets: the code, and the address where the next step begins.
  const refused = await page.evaluate(async () => {
    const { items } = await (await fetch("/api/v1/entitlements?q=KeyCustodian")).json();
    const body = JSON.stringify({ entitlementId: items[0].id });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch("/api/v1/credentials", { method: "POST", headers, body });
    return { status: answer.status, ...(await answer.json()) };
  });
  expect(refused).toMatchObject({ status: 403, code: "stepup.passkey_required" });
  await page.goto(refused.stepUp);
  await expect(page.getByRole("button", { name: "Use my passkey" })).toBeVisible();
  await expectGoodScreen(page, "a passkey on a page of its own");
});
