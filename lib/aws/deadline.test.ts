import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { withDeadline } from "./deadline";

const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;

test("aborts work that takes longer", async () => {
  let aborted: unknown;
  const late = withDeadline(20, async (signal) => {
    aborted = await sleep(5_000, undefined, { signal }).catch((error: unknown) => error);
  });
  await expect(late).rejects.toMatchObject({ name: "TimeoutError" });
  expect(aborted).toMatchObject({ name: "AbortError", cause: { name: "TimeoutError" } });
});

test("waits no longer for work that does not heed the signal", async () => {
  const deaf = withDeadline(20, () => new Promise(() => undefined));
  await expect(deaf).rejects.toMatchObject({ name: "TimeoutError" });
});

test("keeps no timer, and with it no request, once the work is done", async () => {
  const before = timers();
  let during = 0;
  await withDeadline(60_000, async () => {
    during = timers();
  });
  await expect(withDeadline(60_000, () => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
  expect(during).toBe(before + 1);
  expect(timers()).toBe(before);
});
