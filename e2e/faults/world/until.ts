import { setTimeout as wait } from "node:timers/promises";

const PAUSE_MS = 20;

/**
 * Resolves when the condition holds.
 * @returns milliseconds that it took
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  limitMs: number,
  what = "what was waited for",
): Promise<number> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > limitMs) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await wait(PAUSE_MS);
  }
  return performance.now() - start;
}
