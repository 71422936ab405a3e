import { expect } from "@playwright/test";
import { test } from "./fixtures/journey";
import { person } from "./fixtures/sandbox";
import { expectConsole, sessionTags } from "./pages/aws-console";
import { consoleButton, searchField } from "./pages/home";
import { signIn } from "./pages/sign-in";

test("an engineer opens the console of a role and AWS knows her by name, tags and time", async ({
  browserOf,
  sandbox,
}) => {
  const page = await browserOf("ada");
  const opened = page.context().waitForEvent("page");
  await consoleButton(page, "Developer in Meridian Staging").click();
  const console = await opened;
  await expect(console).toHaveURL(new RegExp(`^${sandbox.aws.console}/`));
  await expectConsole(console, {
    Account: "Meridian Staging",
    "Account ID": "730915284466",
    Role: "Developer",
    "Session name": "ada@meridian.example",
    "Source identity": "none",
    // The role allows twelve hours, the grant does not say less.
    Expires: /^in (12 h 0|11 h 5\d) min /,
  });
  await expect(sessionTags(console)).toContainText("department = Logistics");
});

test("three letters and Enter open the console where the role says", async ({ browserOf }) => {
  const page = await browserOf("otto");
  await expect(searchField(page)).toBeFocused();
  await page.keyboard.type("onc");
  const opened = page.context().waitForEvent("page");
  await page.keyboard.press("Enter");
  const console = await opened;
  await expect(console.getByRole("heading", { name: "cloudwatch" })).toBeVisible();
  await expectConsole(console, {
    Role: "OnCallOperator",
    "Source identity": "otto@meridian.example",
    Region: "eu-west-1",
    // The grant allows one hour, the role would allow four.
    Expires: /^in (1 h 0|59) min /,
  });
  await expect(sessionTags(console)).toContainText("department = Site Reliability (transitive)");
});

test("a shared link signs in first and then opens the console at its page", async ({ page, sandbox }) => {
  const destination = "https://eu-central-1.console.aws.amazon.com/s3/buckets/manifests?region=eu-central-1";
  await page.goto(`/go/meridian-prod/ReadOnly?${new URLSearchParams({ destination })}`);
  await signIn(page, sandbox, person(sandbox, "ada"), "oidc");
  await expect(page).toHaveURL(new RegExp(`^${sandbox.aws.console}/`));
  await expect(page.getByText(destination, { exact: true })).toBeVisible();
  await expectConsole(page, { Role: "ReadOnly", Account: "Meridian Production", Region: "eu-central-1" });
});

test("a shared link to a role that is not mine says so and opens nothing", async ({
  browserOf,
  complaints,
}) => {
  complaints.expectStatus(404, /\/go\/meridian-prod\/Deploy/);
  const page = await browserOf("ada");
  await page.goto("/go/meridian-prod/Deploy");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("not");
  await expect(page).toHaveURL(/\/go\/meridian-prod\/Deploy$/);
});

test("the federation link leads into the same console", async ({ browserOf, admin }) => {
  const page = await browserOf("ada");
  const entitlementId = await admin.targetId("Meridian Data", "AnalystReadOnly");
  const link = await page.evaluate(async (id) => {
    const answer = await fetch("/api/v1/console", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ entitlementId: id, via: "federation" }),
    });
    return (await answer.json()) as { readonly method: string; readonly url: string };
  }, entitlementId);
  expect(link.method).toBe("GET");
  await page.goto(link.url);
  await expect(page.getByRole("heading", { name: "athena" })).toBeVisible();
  await expectConsole(page, {
    "Account ID": "265048193377",
    Role: "AnalystReadOnly",
    "Session name": "ada@meridian.example",
  });
  await expect(sessionTags(page)).toContainText("department = Logistics");
});
