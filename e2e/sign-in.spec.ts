import { expect } from "@playwright/test";
import { test } from "./fixtures/journey";
import { type Protocol, person } from "./fixtures/sandbox";
import { expectRoles } from "./pages/home";
import { leaveProvider, signIn } from "./pages/sign-in";

const PROTOCOLS: readonly Protocol[] = ["saml", "oidc"];

/** What the first day's grants give to whom, written out: a second opinion on the matching of grants. */
const ROLES_OF: Readonly<Record<string, readonly string[]>> = {
  ada: [
    "ReadOnly in Meridian Production",
    "Developer in Meridian Staging",
    "AnalystReadOnly in Meridian Data",
    "PipelineOperator in Meridian Data",
  ],
  otto: [
    "ReadOnly in Meridian Production",
    "Deploy in Meridian Production",
    "OnCallOperator in Meridian Production",
    "DatabaseOperator in Meridian Production",
    "IncidentResponder in Meridian Production",
    "BreakGlassAdmin in Meridian Production",
    "BreakGlassUser in Meridian Production",
    "Developer in Meridian Staging",
    "PreviewDeployer in Meridian Staging",
    "PlatformAdmin in Meridian Staging",
    "SecurityAudit in Meridian Staging",
    "AnalystReadOnly in Meridian Data",
    "PipelineOperator in Meridian Data",
    "WarehouseReader in Meridian Data",
    "LakeOperator in Meridian Data",
    "ManifestReader in Meridian Data",
    "ContractorUpload in Meridian Data",
    "PayrollReader in Meridian Payroll",
    "HarbourInspector in Meridian Public Sector",
    "BerthPlanner in Meridian Shanghai",
  ],
  grace: [
    "ReadOnly in Meridian Production",
    "Deploy in Meridian Production",
    "BreakGlassAdmin in Meridian Production",
    "PlatformAdmin in Meridian Staging",
    "SecurityAudit in Meridian Staging",
  ],
  cora: ["ContractorUpload in Meridian Data"],
  iris: [
    "SecurityAudit in Meridian Production",
    "SecurityAudit in Meridian Staging",
    "SecurityAudit in Meridian Data",
  ],
};

for (const protocol of PROTOCOLS) {
  for (const [username, roles] of Object.entries(ROLES_OF)) {
    test(`${username} signs in by ${protocol} and finds exactly her or his roles`, async ({
      page,
      sandbox,
    }) => {
      await page.goto("/");
      await signIn(page, sandbox, person(sandbox, username), protocol);
      await expect(page).toHaveURL(`${sandbox.app}/`);
      await expectRoles(page, roles);
      expect(await (await page.request.get("/api/v1/session")).json()).toMatchObject({
        username: person(sandbox, username).email,
        connection: sandbox.idp[protocol].connection,
        groups: person(sandbox, username).groups,
      });
    });
  }

  test(`noel signs in by ${protocol}, has no role, and learns what to do`, async ({ page, sandbox }) => {
    await page.goto("/");
    await signIn(page, sandbox, person(sandbox, "noel"), protocol);
    await expect(page.getByRole("heading", { name: "No AWS role is yours yet" })).toBeVisible();
    await expect(page.getByText("noel@meridian.example", { exact: true })).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: /^sales$/ })).toBeVisible();
    await expect(page.getByText(/^You are signed in, and no grant matches.* Ask /)).toBeVisible();
  });

  test(`a session that began by ${protocol} ends with signing out`, async ({ page, sandbox, complaints }) => {
    await page.goto("/");
    await signIn(page, sandbox, person(sandbox, "ada"), protocol);
    await page.getByRole("button", { name: "Ada Lindqvist, account menu" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await leaveProvider(page, protocol);
    await expect(page.getByRole("heading", { name: "You are signed out", exact: true })).toBeVisible();

    complaints.expectStatus(401, /\/api\/v1\/session/);
    expect((await page.request.get("/api/v1/session")).status()).toBe(401);
    await page.goto("/");
    await expect(page).toHaveURL(/\/signin/);
  });

  test(`signing in by ${protocol} and out again needs no JavaScript`, async ({ newBrowser, sandbox }) => {
    const page = await newBrowser({ javaScriptEnabled: false });
    await page.goto("/");
    await signIn(page, sandbox, person(sandbox, "ada"), protocol);
    if (protocol === "saml") {
      await page.getByRole("button", { name: "Continue" }).click();
    }
    await expect(page).toHaveURL(`${sandbox.app}/`);
    await expectRoles(page, ROLES_OF.ada ?? []);

    await page.goto("/signout");
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { name: "You are signed out" })).toBeVisible();
    expect((await page.request.get("/api/v1/session")).status()).toBe(401);
  });

  test(`a link into the portal survives signing in by ${protocol}`, async ({ page, sandbox }) => {
    const link = "/admin/audit?action=account.created&outcome=success";
    await page.goto(link);
    await signIn(page, sandbox, person(sandbox, "grace"), protocol);
    await expect(page).toHaveURL(`${sandbox.app}${link}`);
    await expect(page.getByRole("heading", { name: "Audit", level: 1 })).toBeVisible();
  });
}

for (const [protocol, foreign] of [
  ["saml", "//evil.example/"],
  ["oidc", "/\\evil.example/"],
] as const) {
  test(`a sign-in by ${protocol} never leads to ${foreign}`, async ({ page, sandbox }) => {
    await page.goto(`/signin?${new URLSearchParams({ returnTo: foreign })}`);
    await signIn(page, sandbox, person(sandbox, "ada"), protocol);
    await expect(page).toHaveURL(`${sandbox.app}/`);
  });
}

test("a wrong password is refused at the identity provider and can be corrected", async ({
  page,
  sandbox,
  complaints,
}) => {
  complaints.expectStatus(401, /\/sign-in/);
  const ada = person(sandbox, "ada");
  await page.goto("/");
  await signIn(page, sandbox, { ...ada, password: "wrong" });
  await expect(page.getByRole("alert")).toContainText("No one here has this user name and password");
  await page.getByLabel("Password").fill(ada.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(`${sandbox.app}/`);
});
