import { expect, type Page } from "@playwright/test";
import type { AdminApi } from "./fixtures/admin-api";
import { test } from "./fixtures/journey";
import { see } from "./fixtures/screen-checks";
import { searchField } from "./pages/home";

const ACCOUNTS = 40;
const ROLES_EACH = 25;
/** What he has on the first day. */
const OTTOS_OWN = 20;
const AT_ONCE = 8;
/** Of what the display takes for a frame when nothing happens. */
const MOST_FRAMES_A_KEY = 6;

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const one = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** A company with a thousand roles, all of them otto's. */
async function giveThousandRoles(admin: AdminApi): Promise<void> {
  const accountIds = Array.from({ length: ACCOUNTS }, (_, at) => String(500_000_000_000 + at * 7919));
  await inTurns(accountIds, (accountId) =>
    admin.create("accounts", { accountId, name: `Depot ${accountId.slice(-4)}` }),
  );
  const targets = accountIds.flatMap((accountId) =>
    Array.from({ length: ROLES_EACH }, (_, at) => ({ accountId, name: `Harbour${at + 1}`, kind: "saml" })),
  );
  await inTurns(targets, async (target) => {
    // Goes with its account.
    const targetId = await admin.create("targets", target, { goesWithItsAccount: true });
    const grant = { targetId, principal: { user: "otto@meridian.example" } };
    await admin.create("grants", grant, { goesWithItsAccount: true });
  });
}

/** Milliseconds between two frames while nothing happens: the middle one of many. */
function idleFrame(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const times: number[] = [];
    for (let before = await frame(); times.length < 60; ) {
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    return times.sort((a, b) => a - b)[30] ?? 0;
  });
}

/** Makes the page note, for every key, the milliseconds until the frame that shows what it found. */
async function watchKeys(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { keyTimes: times });
    document.addEventListener(
      "keydown",
      () => {
        const start = performance.now();
        requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - start)));
      },
      true,
    );
  });
  return () => page.evaluate(() => (window as unknown as { keyTimes: readonly number[] }).keyTimes);
}

test("somebody with a thousand roles finds one by typing, without waiting for the page", async ({
  browserOf,
  admin,
}) => {
  test.setTimeout(300_000);
  await giveThousandRoles(admin);
  const page = await browserOf("otto");
  const offered = page.getByRole("button", { name: /^Get credentials: / });
  await expect(offered).toHaveCount(ACCOUNTS * ROLES_EACH + OTTOS_OWN);

  const idle = await idleFrame(page);
  const keyTimes = await watchKeys(page);
  const typed = "harbour17 depot";
  for (const letter of typed) {
    await page.keyboard.press(letter === " " ? "Space" : letter);
  }
  await expect(searchField(page)).toHaveValue(typed);
  await expect(offered).toHaveCount(ACCOUNTS);
  await expect(offered.first()).toHaveAccessibleName(/^Get credentials: Harbour17 in Depot /);
  await expect.poll(async () => (await keyTimes()).length).toBe(typed.length);

  const times = [...(await keyTimes())].sort((a, b) => a - b);
  const middle = times[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY;
  test.info().annotations.push({ type: "frames a key", description: (middle / idle).toFixed(1) });
  expect(middle / idle).toBeLessThan(MOST_FRAMES_A_KEY);

  const grace = await browserOf("grace");
  for (const place of ["grants", "targets", "accounts"]) await see(grace, `/admin/${place}`);
});
