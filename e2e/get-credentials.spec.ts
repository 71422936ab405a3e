import { fromIni } from "@aws-sdk/credential-providers";
import { expect, type Page } from "@playwright/test";
import { callerArn, callerArnByCli, exportedByBash, hasAwsCli } from "./fixtures/aws-tools";
import { test } from "./fixtures/journey";
import {
  chooseFormat,
  copyCredentials,
  downloadCredentials,
  issuedBy,
  shownCredentials,
} from "./pages/credentials";
import { credentialsButton } from "./pages/home";

const ROLE = "Developer in Meridian Staging";
const ARN = "arn:aws:sts::730915284466:assumed-role/Developer/ada@meridian.example";
const PROFILE = "meridian-staging-Developer";
/** How people tell the formats apart. */
const FORMATS = {
  "bash, zsh": "export AWS_SECRET_ACCESS_KEY=",
  fish: "set -gx AWS_SECRET_ACCESS_KEY",
  PowerShell: "$Env:AWS_SECRET_ACCESS_KEY",
  cmd: "AWS_SECRET_ACCESS_KEY=",
  Profile: `[${PROFILE}]`,
  ".env": "AWS_SECRET_ACCESS_KEY=",
  credential_process: '"Version": 1',
  "STS JSON": '"Credentials"',
} as const;

test("an engineer sees her credentials in each of the eight formats, hidden until she asks", async ({
  browserOf,
}) => {
  const page = await browserOf("ada");
  const issued = await issuedBy(page, () => credentialsButton(page, ROLE).click());
  expect(issued.assumedRoleArn).toBe(ARN);
  await expect(page.getByRole("tab")).toHaveText(Object.keys(FORMATS));
  await expect(page.getByRole("timer")).toHaveText(/^(1:00:00|59:\d\d)$/);
  await expect(page.getByText(issued.secretAccessKey)).toHaveCount(0);

  await page.getByRole("button", { name: "Reveal" }).click();
  for (const [label, sign] of Object.entries(FORMATS)) {
    await chooseFormat(page, label);
    const shown = shownCredentials(page, label);
    await expect(shown).toContainText(sign);
    await expect(shown).toContainText(issued.secretAccessKey);
    await expect(shown).toContainText(issued.sessionToken);
  }

  await page.keyboard.press("Escape");
  await expect(page.getByText(issued.secretAccessKey)).toHaveCount(0);
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  );
  expect(kept).not.toContain(issued.secretAccessKey);
});

/** The file in the hands of the person who has just downloaded it. */
async function downloadedFile(page: Page): Promise<string> {
  await issuedBy(page, () => credentialsButton(page, ROLE).click());
  await chooseFormat(page, "Profile");
  const file = await downloadCredentials(page);
  await expect(page.getByText(/^Let nobody else on the machine read it: chmod 600 /)).toBeVisible();
  return file;
}

test("the downloaded credentials file works with the AWS SDK", async ({ browserOf, sandbox }) => {
  const filepath = await downloadedFile(await browserOf("ada"));
  expect(await callerArn(sandbox.aws.sts, fromIni({ filepath, profile: PROFILE }))).toBe(ARN);
});

test("the downloaded credentials file works with the AWS CLI", async ({ browserOf, sandbox }) => {
  test.skip(!hasAwsCli(), "there is no aws on the PATH");
  const environment = { AWS_SHARED_CREDENTIALS_FILE: await downloadedFile(await browserOf("ada")) };
  expect(await callerArnByCli(sandbox.aws.sts, environment, ["--profile", PROFILE])).toBe(ARN);
});

test("what is copied for bash makes bash that role", async ({ browserOf, sandbox }) => {
  const page = await browserOf("ada", { permissions: ["clipboard-read", "clipboard-write"] });
  await issuedBy(page, () => credentialsButton(page, ROLE).click());
  await chooseFormat(page, "bash, zsh");
  const environment = await exportedByBash(await copyCredentials(page));
  const value = (name: string) => environment.get(name) ?? "";
  expect(
    await callerArn(sandbox.aws.sts, {
      accessKeyId: value("AWS_ACCESS_KEY_ID"),
      secretAccessKey: value("AWS_SECRET_ACCESS_KEY"),
      sessionToken: value("AWS_SESSION_TOKEN"),
    }),
  ).toBe(ARN);
});

test("a shorter session is chosen, remembered, and ends when it says", async ({ browserOf }) => {
  const page = await browserOf("ada");
  await credentialsButton(page, ROLE).click();
  await page.getByRole("combobox", { name: "Valid for" }).selectOption("15 minutes");
  await issuedBy(page, () => page.getByRole("button", { name: "Get new ones" }).click());
  await expect(page.getByRole("timer")).toHaveText(/^(15:00|14:\d\d)$/);

  await page.reload();
  await expect(page.getByRole("combobox", { name: "Valid for" })).toHaveValue("900");
  await expect(page.getByRole("timer")).toHaveCount(0);
});

test("a refusal from AWS says what AWS said, what it means here, and whom to show it to", async ({
  browserOf,
  admin,
  complaints,
}) => {
  complaints.expectStatus(502, /\/api\/v1\/credentials/);
  const name = "ReleaseManager";
  const target = { accountId: "730915284466", name, kind: "saml", description: "Not there in IAM" };
  const targetId = await admin.create("targets", target);
  await admin.create("grants", { targetId, principal: { user: "ada@meridian.example" } });

  const page = await browserOf("ada");
  await credentialsButton(page, `${name} in Meridian Staging`).click();
  const notice = page.getByRole("alert");
  await expect(notice).toContainText("AWS said AccessDenied");
  await expect(notice).toContainText("Not authorized to perform sts:AssumeRoleWithSAML");
  await expect(notice.getByText("What it means here", { exact: true })).toBeVisible();
  await expect(notice.getByRole("listitem").first()).toBeVisible();
  await expect(notice).toContainText(/Reference\s*[2-9a-z]{10}/);
});

test("a button pressed before the page's code has come does what it says when the code is there", async ({
  browserOf,
}) => {
  const page = await browserOf("ada");
  let letCodeCome = () => {};
  const codeMayCome = new Promise<void>((resolve) => {
    letCodeCome = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await codeMayCome;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  const issued = await issuedBy(page, async () => {
    await credentialsButton(page, ROLE).click();
    letCodeCome();
  });
  expect(issued.assumedRoleArn).toBe(ARN);
  await expect(page.getByRole("timer")).toBeVisible();
});
