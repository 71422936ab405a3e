import { expect, it } from "vitest";
import type { Keyrings } from "../../keys/keyring";
import { readiness } from "./readiness";
import { vitals } from "./vitals";

const NOW = new Date("2026-03-02T09:00:00Z");
const clock = { now: () => NOW };
const ring = { current: async () => ({}), published: async () => [] };
const keyrings = new Proxy({}, { get: () => ring }) as Keyrings;
const later = (seconds: number) => async () => new Date(NOW.getTime() + seconds * 1_000);
const never = () => new Promise<never>(() => undefined);

it("R10 is ready while our clock is within two minutes of the database's, and not beyond", async () => {
  const ready = (seconds: number) => readiness({ clock, keyrings, upkeep: { now: later(seconds) } })();
  for (const seconds of [0, 119, -119]) {
    expect(await ready(seconds)).toEqual({ database: true, keys: true, clock: true });
  }
  for (const seconds of [121, -121, 3_600]) {
    expect(await ready(seconds)).toEqual({ database: true, keys: true, clock: false });
  }
});

it("R6 says no within three seconds when the database swallows the question", async () => {
  const started = performance.now();
  expect(await readiness({ clock, keyrings, upkeep: { now: never } })()).toMatchObject({ database: false });
  expect(performance.now() - started).toBeLessThan(3_000);
});

it("W08 asks the database once for everybody who asks at the same time", async () => {
  let asked = 0;
  const now = async () => {
    asked += 1;
    return NOW;
  };
  const ready = readiness({ clock, keyrings, upkeep: { now } });
  await Promise.all(Array.from({ length: 100 }, ready));
  expect(asked).toBe(1);
});

it("tells what it can of itself while the database does not answer", async () => {
  const pool = { open: 10, idle: 0, waiting: 4 };
  const connections = { list: never };
  expect(await vitals({ clock, keyrings, connections, upkeep: { now: never, pool: () => pool } })).toEqual({
    pool,
    expiries: [],
    clockOffsetSeconds: undefined,
  });
});
