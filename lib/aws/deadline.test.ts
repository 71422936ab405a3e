import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { withDeadline } from "./deadline";

const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;

test("aborts work that takes longer, as AbortSignal.timeout would", async () => {
  const late = withDeadline(20, async (signal) => {
    await sleep(5_000, undefined, { signal });
  });
  await expect(late).rejects.toMatchObject({ name: "AbortError", cause: { name: "TimeoutError" } });
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
