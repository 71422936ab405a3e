import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/journey";

const PLACES = [
  "accounts",
  "targets",
  "grants",
  "connections",
  "people",
  "access-keys",
  "keys",
  "lock-downs",
  "audit",
  "config",
] as const;

/** Status of a change that the page's own script asks for. */
async function statusOfChange(page: Page, method: string, path: string, body: object): Promise<number> {
  return await page.evaluate(
    async (request) => {
      const answer = await fetch(`/api/v1/admin/${request.path}`, {
        method: request.method,
        headers: { "content-type": "application/json" },
        ...(request.method === "DELETE" ? {} : { body: JSON.stringify(request.body) }),
      });
      return answer.status;
    },
    { method, path, body },
  );
}

const ACCOUNT = { accountId: "111122223333", name: "Not to be" };

test("an auditor reads every page of the administration and can change nothing", async ({
  browserOf,
  admin,
  complaints,
}) => {
  const targetId = await admin.targetId("Meridian Data", "SecurityAudit");
  const page = await browserOf("iris");
  const changing = page
    .getByRole("link", { name: /^Add / })
    .or(page.getByRole("button", { name: /Save|Delete/ }));
  const details = [
    "accounts/265048193377",
    "accounts/265048193377/setup",
    `targets/${targetId}`,
    `targets/${targetId}/check`,
    `targets/${targetId}/setup`,
    "connections/meridian-saml",
  ];
  for (const place of [...PLACES, ...details]) {
    await page.goto(`/admin/${place}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(changing).toHaveCount(0);
  }

  complaints.expectStatus(403, /\/api\/v1\/admin\//);
  expect(await statusOfChange(page, "POST", "accounts", ACCOUNT)).toBe(403);
  expect(await statusOfChange(page, "PATCH", `targets/${targetId}`, { description: "Changed" })).toBe(403);
  expect(await statusOfChange(page, "DELETE", `targets/${targetId}`, {})).toBe(403);
});

test("to an engineer the administration does not exist", async ({ browserOf, complaints }) => {
  complaints.expectStatus(404, /:\d+\/admin/);
  complaints.expectStatus(403, /\/api\/v1\/admin\//);
  const page = await browserOf("ada");
  for (const place of ["", ...PLACES.map((name) => `/${name}`)]) {
    const answer = await page.goto(`/admin${place}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByText("This is for administrators")).toBeVisible();
  }
  expect(await statusOfChange(page, "POST", "accounts", ACCOUNT)).toBe(403);
});
