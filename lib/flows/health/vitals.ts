import type { Clock } from "../surroundings";
import { type ExpiriesContext, expiries } from "./expiries";
import type { Vitals } from "./health-use-cases";
import { inTime } from "./in-time";

export interface VitalsContext extends ExpiriesContext {
  readonly clock: Clock;
  readonly upkeep: {
    /** What time it is at the database. */
    now(): Promise<Date>;
    pool(): Vitals["pool"];
  };
}

/** What an operator watches. While the database does not answer, what only it knows is left out. Never rejects. */
export async function vitals(context: VitalsContext): Promise<Vitals> {
  const { clock, upkeep } = context;
  const [ends, offset] = await Promise.all([
    inTime(() => expiries(context)),
    inTime(async () => (await upkeep.now()).getTime() - clock.now().getTime()),
  ]);
  return {
    pool: upkeep.pool(),
    expiries: ends ?? [],
    clockOffsetSeconds: offset === undefined ? undefined : offset / 1_000,
  };
}
