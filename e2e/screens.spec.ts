import { expect, type Page } from "@playwright/test";
import { deniedByIam } from "./fixtures/aws-tools";
import { test } from "./fixtures/journey";
import { nextCode } from "./fixtures/mfa-device";
import { PersonApi } from "./fixtures/person-api";
import { person, type Sandbox } from "./fixtures/sandbox";
import { expectGoodScreen, see } from "./fixtures/screen-checks";
import { askWithCode, chooseFormat } from "./pages/credentials";
import { consoleButton, credentialsButton, searchField } from "./pages/home";
import { fillSignInForm } from "./pages/sign-in";

/** Where the browser goes next has no content: it stays on the page that leads on by itself, which can be looked at. */
async function leadsNowhere(page: Page, address: string): Promise<void> {
  await page.context().route(`${address}/**`, (route) => route.fulfill({ status: 204 }));
}

/** The company's page of tiles, signed in. */
async function openTile(page: Page, sandbox: Sandbox, username: string): Promise<void> {
  await page.goto(sandbox.idp.saml.url);
  await fillSignInForm(page, person(sandbox, username));
  await page.getByRole("button", { name: "Open Rolebridge" }).click();
}

test("the screens before and after a session", async ({ page, complaints }) => {
  complaints.expectStatus(404, /\/nothing-here/);
  await see(page, "/signin");
  await see(page, "/signin?error=signin.request_unknown&reference=abcdefghjk");
  for (const done of ["1", "everywhere", "partly", "here"]) await see(page, `/signout?done=${done}`);
  await see(page, "/nothing-here");
});

test("the screens of a sign-in that the identity provider began, and of one that is refused", async ({
  page,
  sandbox,
  complaints,
}) => {
  complaints.expectStatus(401, /\/signin\/complete/);
  complaints.expectStatus(404, /\/signin\/nobody/);
  await openTile(page, sandbox, "ada");
  await expect(page.getByRole("heading", { name: "Is this you?" })).toBeVisible();
  await expectGoodScreen(page, "consent");
  await see(page, "/signin/complete?id=used-already");
  await see(page, "/signin/nobody");
});

test("the screens that lead on by themselves", async ({ browserOf, sandbox }) => {
  const page = await browserOf("ada");
  await leadsNowhere(page, sandbox.aws.signin);
  await leadsNowhere(page, sandbox.idp.saml.url);
  const opened = page.context().waitForEvent("page");
  await consoleButton(page, "Developer in Meridian Staging").click();
  const console = await opened;
  await expect(console.getByRole("heading", { name: "Opening Meridian Staging" })).toBeVisible();
  await expectGoodScreen(console, "on the way to the console");
  await page.goto("/signout");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "You are signed out of Rolebridge" })).toBeVisible();
  await expectGoodScreen(page, "on the way to signing out at the identity provider");
});

test("the screens of somebody with no role", async ({ browserOf }) => {
  const page = await browserOf("noel");
  await see(page, "/");
  await see(page, "/signout");
});

test("the screens of somebody with many roles", async ({ browserOf, complaints }) => {
  complaints.expectStatus(404, /\/go\//);
  const page = await browserOf("otto");
  await see(page, "/");
  await searchField(page).fill("prod");
  await expectGoodScreen(page, "search");
  await searchField(page).fill("nothing has this name");
  await expectGoodScreen(page, "search that finds nothing");
  await searchField(page).fill("");
  await credentialsButton(page, "Developer in Meridian Staging").click();
  await chooseFormat(page, "STS JSON");
  await page.getByRole("button", { name: "Reveal" }).click();
  await expectGoodScreen(page, "credentials beside the list");
  await see(page, page.url());
  await see(page, "/go/meridian-prod/NotMine");
});

test("the screens of a role that asks for a reason and a code", async ({ browserOf, admin }) => {
  const target = {
    accountId: "730915284466",
    name: "Asking",
    kind: "assume-role",
    mfaSerial: "arn:aws:iam::730915284466:mfa/asking",
    requireReason: true,
  };
  const targetId = await admin.create("targets", target);
  await admin.create("grants", { targetId, principal: { user: "ada@meridian.example" } });
  const page = await browserOf("ada");
  await credentialsButton(page, "Asking in Meridian Staging").click();
  await page.getByRole("button", { name: "Get credentials", exact: true }).click();
  await expect(page.getByLabel("What do you need it for?")).toBeFocused();
  await expectGoodScreen(page, "a reason and a code are missing");
  // Apps show the digits in two groups; pasted as they are, they fit.
  await page.getByLabel("Code of the MFA device asking").fill("123 456");
  await expect(page.getByLabel("Code of the MFA device asking")).toHaveValue("123456");
});

test("the screens of a break-glass role and of a role that the company's own proof opens", async ({
  browserOf,
  admin,
  sandbox,
}) => {
  const otto = await browserOf("otto");
  await credentialsButton(otto, "BreakGlassUser in Meridian Production").click();
  await otto.getByLabel("What do you need it for?").fill("INC-2217: no role can be assumed");
  await expectGoodScreen(otto, "break glass");
  await askWithCode(otto, await nextCode(sandbox, "arn:aws:iam::418273650912:mfa/break-glass"));
  await expect(otto.getByText(/^Expires in/)).toBeVisible();
  await expectGoodScreen(otto, "break glass, issued");
  const grace = await browserOf("grace");
  await see(grace, "/admin/audit?breakGlass=true");

  // Somebody who has no proof from another journey: one is good for five minutes.
  const targetId = await admin.targetId("Meridian Data", "WarehouseReader");
  await admin.create("grants", { targetId, principal: { user: "iris@meridian.example" } });
  const iris = await browserOf("iris");
  await credentialsButton(iris, "WarehouseReader in Meridian Data").click();
  await expect(iris.getByText("Your company's sign-in page opens once")).toBeVisible();
  await expectGoodScreen(iris, "before a proof is fetched");
});

test("the screen of a code that AWS refuses", async ({ browserOf, complaints }) => {
  complaints.expectStatus(502, /\/api\/v1\/credentials/);
  const cora = await browserOf("cora");
  await credentialsButton(cora, "ContractorUpload in Meridian Data").click();
  await cora.getByLabel(/^Code of the MFA device/).fill("000000");
  await cora.getByRole("button", { name: "Get credentials", exact: true }).click();
  await expect(cora.getByRole("alert")).toContainText("invalid MFA one time pass code");
  await expectGoodScreen(cora, "a code that AWS refuses");
});

test("the screens of a diagnosis", async ({ browserOf, sandbox, complaints }) => {
  complaints.expectStatus(502, /\/api\/v1\/diagnosis\/(decode|access-key)/);
  const otto = await browserOf("otto");
  const api = new PersonApi(otto);
  const { id: entitlementId } = await api.entitlement("Developer", "Meridian Staging");
  const words = await deniedByIam(sandbox.aws.iam, await api.credentials({ entitlementId }));
  await see(otto, "/diagnose");
  const decode = otto.getByRole("region", { name: "Why was I denied?" });
  await decode.getByRole("button", { name: "Decode the message" }).click();
  await otto.getByRole("button", { name: "Ask AWS who I am" }).click();
  await expect(otto.getByText("AWS knows you as")).toBeVisible();
  await expectGoodScreen(otto, "diagnosis: who I am, and nothing to decode");

  // People paste the whole error.
  await decode.getByLabel("Encoded message").fill(words);
  await decode.getByLabel("With a session of").selectOption("PlatformAdmin in Meridian Staging");
  await decode.getByRole("button", { name: "Decode the message" }).click();
  await expect(decode.getByText("No policy allows it.", { exact: false })).toBeVisible();
  await expect(decode.getByText("iam:CreateUser", { exact: true })).toBeVisible();
  const key = otto.getByRole("region", { name: "Whose access key is this?" });
  await key.getByLabel("Access key ID").fill("AKIAIOSFODNN7EXAMPLE");
  await key.getByRole("button", { name: "Find the account" }).click();
  await expect(key.getByText(/belongs to account|AWS said/)).toBeVisible();
  await expectGoodScreen(otto, "diagnosis: decoded");

  await decode.getByLabel("Encoded message").fill("not what AWS wrote");
  await decode.getByRole("button", { name: "Decode the message" }).click();
  await expect(decode.getByRole("alert")).toContainText("AWS said");
  await expectGoodScreen(otto, "diagnosis: refused");
});

test("the screen of a refusal by AWS", async ({ browserOf, admin, complaints }) => {
  complaints.expectStatus(502, /\/api\/v1\/credentials/);
  const target = { accountId: "730915284466", name: "Absent", kind: "saml" };
  const targetId = await admin.create("targets", target);
  await admin.create("grants", { targetId, principal: { user: "ada@meridian.example" } });
  const page = await browserOf("ada");
  await credentialsButton(page, "Absent in Meridian Staging").click();
  await expect(page.getByRole("alert")).toContainText("AWS said");
  await expectGoodScreen(page, "refusal");

  const administrator = await browserOf("grace");
  await administrator.goto("/admin/audit?action=credentials.refused&actor=ada");
  await administrator
    .getByRole("link", { name: /^Details/ })
    .first()
    .click();
  await expect(administrator.getByRole("heading", { name: "Why AWS refused" })).toBeVisible();
  await expectGoodScreen(administrator, "explanation of a refusal");
  await administrator.goto(`/admin/targets/${targetId}/check`);
  await administrator.getByRole("button", { name: "Check this target" }).click();
  await expect(administrator.getByText("It does not work yet")).toBeVisible();
  await expectGoodScreen(administrator, "check that fails");
});
