import { KEY_PURPOSES } from "../../keys/key-store";
import type { Keyrings } from "../../keys/keyring";
import type { Clock } from "../surroundings";
import type { Readiness } from "./health-use-cases";
import { inTime } from "./in-time";

export interface ReadinessContext {
  readonly clock: Clock;
  readonly keyrings: Keyrings;
  readonly upkeep: {
    /** What time it is at the database. */
    now(): Promise<Date>;
  };
}

/** One question to the database answers everybody who asks meanwhile: this address is open to all. */
const REMEMBERED_MS = 500;
/**
 * How far our clock may be from the database's, which all instances share. Beyond it requests and sessions would
 * begin in the future of another instance, and AWS refuses what is signed with it.
 */
const MOST_APART_MS = 120_000;

/** Whether this instance should get requests, and if not, why. Never rejects. */
export function readiness({ clock, keyrings, upkeep }: ReadinessContext): () => Promise<Readiness> {
  let last: { readonly at: number; readonly answer: Promise<Readiness> } | undefined;
  const look = async (): Promise<Readiness> => {
    const [offset, areKeysReady] = await Promise.all([
      inTime(async () => (await upkeep.now()).getTime() - clock.now().getTime()),
      inTime(async () => {
        await Promise.all(KEY_PURPOSES.map((purpose) => keyrings[purpose].current()));
        return true;
      }),
    ]);
    return {
      database: offset !== undefined,
      keys: areKeysReady === true,
      clock: offset !== undefined && Math.abs(offset) <= MOST_APART_MS,
    };
  };
  return () => {
    const now = performance.now();
    if (last === undefined || now - last.at > REMEMBERED_MS) last = { at: now, answer: look() };
    return last.answer;
  };
}
