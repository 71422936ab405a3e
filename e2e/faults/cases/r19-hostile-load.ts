import { setTimeout as wait } from "node:timers/promises";
import { startAttackers } from "../../../bench/signing-in/start-attackers";
import type { SharedFault } from "../fault";
import { atLeast, atMost, exactly, holds, percentile } from "../figures";
import { watchHealth } from "../people/health-watch";
import { ACS_PATH, signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { steadily } from "../people/traffic";
import { withFreshInstance } from "../world/fresh-instance";
import type { Instance } from "../world/instance";
import type { World } from "../world/world";

/** Twenty people post the worst messages there are to an instance, and others sign in at it. */
export const hostileLoad: SharedFault = {
  id: "R19",
  title: "20 attackers post 200 KiB of hostile XML each, over and over",
  alsoIn: "bench/sign-in.ts",
  world: "shared",
  run: (world, { isLong }) => withFreshInstance(world, (instance) => attacked(world, instance, isLong)),
};

async function attacked(world: World, instance: Instance, isLong: boolean) {
  const { host } = new URL(world.origin);
  const attackers = startAttackers(instance.port, ACS_PATH, host);
  const health = watchHealth([instance]);
  try {
    await wait(1_000);
    const load = steadily(isLong ? 10 : 4, (number) =>
      signIn(world.browser(instance.port), world.idp, engineer(number)),
    );
    await wait(isLong ? 60_000 : 4_000);
    const done = await load.stop();
    const posted = await attackers.posted();
    const { isAlive, slowestMs } = await health.stop();
    const failed = done.filter(({ outcome }) => !outcome.isSignedIn).length;
    const seconds = done.map(({ outcome }) => outcome.milliseconds / 1_000);
    return [
      atLeast("hostile messages meanwhile", posted, 20),
      exactly(`of ${done.length} sign-ins, failed`, failed, 0),
      atMost("99th percentile of a whole sign-in", percentile(seconds, 0.99), 2, "s"),
      holds("/healthz said yes all the time", isAlive),
      atMost("slowest /healthz", slowestMs, 200, "ms"),
    ];
  } finally {
    await health.stop();
    await attackers.stop();
  }
}
