import { setTimeout as wait } from "node:timers/promises";
import type { SharedFault } from "../fault";
import { atLeast, atMost, exactly, holds } from "../figures";
import { unavailableIsSaid } from "../people/answers";
import { signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { steadily } from "../people/traffic";

/** The database ends as in a crash while people sign in, and comes back. */
export const databaseRestart: SharedFault = {
  id: "R4",
  title: "PostgreSQL is restarted at once under load",
  world: "shared",
  isQuick: true,
  async run(world, { isLong }) {
    const pids = world.instances.map(({ child }) => child.pid);
    const begin = performance.now();
    const load = steadily(isLong ? 30 : 8, (number) => signIn(world.browser(), world.idp, engineer(number)));
    await wait(isLong ? 5_000 : 1_500);
    await world.database.restart("immediate");
    const upAt = performance.now() - begin;
    await wait(isLong ? 15_000 : 5_500);
    const done = await load.stop();
    const failed = done.filter(({ outcome }) => !outcome.isSignedIn);
    const late = failed.filter(({ startedAt }) => startedAt > upAt);
    const recovery = Math.max(0, ...late.map(({ endedAt }) => (endedAt - upAt) / 1_000));
    const unsaid = failed.filter(({ outcome }) => !unavailableIsSaid(outcome.last));
    return [
      atLeast("sign-ins that were begun", done.length, 1),
      exactly("failures that were not 503 with Retry-After", unsaid.length, 0),
      atMost("last failure after the database was up", recovery, 5, "s"),
      holds(
        "the instances are the same processes",
        world.instances.every(({ child, hasEnded }, index) => child.pid === pids[index] && !hasEnded),
      ),
    ];
  },
};
