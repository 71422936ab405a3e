import { setTimeout as wait } from "node:timers/promises";
import type { SharedFault } from "../fault";
import { atMost, exactly, holds } from "../figures";
import { unavailableIsSaid } from "../people/answers";
import { watchHealth } from "../people/health-watch";
import { signIn } from "../people/sign-in";
import { engineer, persona } from "../people/staff";
import { steadily } from "../people/traffic";
import { until } from "../world/until";

/** Connections of one instance's pool. */
const POOL_SIZE = 10;

/** Packets to the database vanish, and nobody is told. */
export const databaseBlackHole: SharedFault = {
  id: "R6",
  title: "the network swallows everything to and from the database",
  world: "shared",
  async run(world, { isLong, note }) {
    const { instances, databaseLink } = world;
    const load = steadily(isLong ? 20 : 6, (number) => signIn(world.browser(), world.idp, engineer(number)));
    await wait(1_000);
    databaseLink.fail({ kind: "black-hole" });
    const begin = performance.now();
    const alive = watchHealth(instances);
    const noticed = await Promise.all(
      instances.map((instance) =>
        until(async () => (await instance.status("/readyz", 5_000)) === 503, 15_000),
      ),
    );
    await wait(Math.max(0, begin + (isLong ? 60_000 : 6_000) - performance.now()));
    databaseLink.heal();
    note("the network is well again");
    const recovered = await Promise.all(instances.map((instance) => instance.untilReady(15_000)));
    const done = await load.stop();
    note(`${done.length} sign-ins have ended`);
    const { isAlive } = await alive.stop();
    const failed = done.filter(({ outcome }) => !outcome.isSignedIn);
    const slowest = Math.max(...failed.map(({ outcome }) => outcome.last.milliseconds / 1_000), 0);
    const after = await signIn(world.browser(), world.idp, persona("ada"));
    const [open] = await world.database.rows<{ count: number }>(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'rolebridge'",
    );
    return [
      atMost("/readyz says no after", Math.max(...noticed) / 1_000, 5, "s"),
      holds("/healthz said yes all the time", isAlive),
      atMost("slowest request that failed", slowest, 5, "s"),
      exactly(
        "failures that were not 503 with Retry-After",
        failed.filter(({ outcome }) => !unavailableIsSaid(outcome.last)).length,
        0,
      ),
      atMost("ready again after", Math.max(...recovered) / 1_000, 5, "s"),
      atMost("connections to the database afterwards", open?.count ?? 0, POOL_SIZE * instances.length),
      holds("somebody signs in afterwards", after.isSignedIn),
    ];
  },
};
