import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { test } from "./fixtures/journey";
import { goToPlace } from "./pages/admin";
import { issuedBy } from "./pages/credentials";
import { credentialsButton } from "./pages/home";

test("an auditor finds who took which role, and no secret", async ({ browserOf }) => {
  const ada = await browserOf("ada");
  const issued = await issuedBy(ada, () =>
    credentialsButton(ada, "AnalystReadOnly in Meridian Data").click(),
  );

  const page = await browserOf("iris");
  await page.goto("/admin");
  await goToPlace(page, "Audit");
  await page.getByLabel("Who").fill("ada@meridian.example");
  await page.getByLabel("What").selectOption("Got credentials");
  await page.getByLabel("Outcome").selectOption("Done");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/action=credentials\.issued/);

  const events = page.getByRole("row").filter({ has: page.getByRole("rowheader") });
  await expect(events.first()).toContainText("Got credentials");
  await expect(events.first()).toContainText("AnalystReadOnly");
  await expect(events.filter({ hasNotText: "ada@meridian.example" })).toHaveCount(0);
  await events
    .first()
    .getByRole("link", { name: /^Details/ })
    .click();
  const detail = page.getByRole("region", { name: "Detail", exact: true });
  await expect(detail).toContainText(issued.assumedRoleArn);
  await expect(detail).toContainText(issued.accessKeyId);
  const written = await page.content();
  expect(written).not.toContain(issued.secretAccessKey);
  expect(written).not.toContain(issued.sessionToken);

  await page.goBack();
  await page.getByRole("link", { name: "Show everything" }).click();
  await expect(events.filter({ hasText: "Asked for credentials" }).first()).toBeVisible();
  await expect(events.filter({ hasText: "iris@meridian.example" }).first()).toContainText("Signed in");
});

test("an administrator downloads the metadata that AWS needs", async ({ browserOf, sandbox }) => {
  const page = await browserOf("grace");
  await page.goto("/admin");
  await goToPlace(page, "Signing keys");
  await page.getByText("Certificate", { exact: true }).first().click();
  const pem = await page.getByText("-----BEGIN CERTIFICATE-----").first().textContent();

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download metadata" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("rolebridge-for-aws.xml");
  const metadata = await readFile(await file.path(), "utf8");
  expect(metadata).toContain(`entityID="${sandbox.app}/aws/saml/metadata"`);
  const certificate = (pem ?? "").replace(/-----[A-Z ]+-----|\s/g, "");
  expect(metadata.replace(/\s/g, "")).toContain(certificate);
});
