/** What every instance does now and then, beside what it is asked. */
import type { Database } from "./db/open-database";
import type { OpenSealing } from "./keys/open-sealing";
import { log } from "./log/log";

const HOUSEKEEPING_MS = 10 * 60_000;
/** An assertion for AWS is a bearer secret of five minutes; it does not lie about for much longer. */
const RELAYED_MS = 15_000;
/** How long a replica may go on sealing with a key that was replaced. */
const SEALING_MS = 5_000;

/** Starts the timers; whoever closes the database clears them. */
export function startHousekeeping(
  upkeep: Database["upkeep"],
  sealing: OpenSealing,
  clock: { now(): Date },
): readonly NodeJS.Timeout[] {
  const late = "rows past their end could not be deleted; trying again later";
  return [
    every(HOUSEKEEPING_MS, late, () => upkeep.deleteExpired(clock.now())),
    every(RELAYED_MS, late, () => upkeep.deleteExpiredRelayed(clock.now())),
    every(SEALING_MS, "the sealing keys could not be read again", () => sealing.follow()),
  ];
}

function every(milliseconds: number, failure: string, work: () => Promise<void>): NodeJS.Timeout {
  const timer = setInterval(() => {
    work().catch((error: unknown) => log.warn(failure, { error }));
  }, milliseconds);
  // The room it gives back is not worth keeping a process alive.
  return timer.unref();
}
