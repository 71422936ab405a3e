import { setTimeout as wait } from "node:timers/promises";
import type { Disruption } from "../../../sandbox/aws/regions/disruptions";
import type { SharedFault } from "../fault";
import { atMost, exactly, type Figure, percentile } from "../figures";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader } from "../people/reader";
import { steadily } from "../people/traffic";
import { withFreshInstance } from "../world/fresh-instance";
import { PRODUCTION_REGIONS } from "../world/regions";

const WAYS: readonly (readonly [string, Disruption])[] = [
  ["hangs", { kind: "slow", milliseconds: 60_000 }],
  ["resets connections", { kind: "refuse" }],
  ["answers 503", { kind: "unavailable", status: 503 }],
];

/** The first region of an account fails in every way there is; the next one is asked. */
export const regionGone: SharedFault = {
  id: "R2",
  title: "STS hangs, resets or fails in the first region",
  world: "shared",
  async run(world, { isLong }) {
    const [first] = PRODUCTION_REGIONS;
    const { browser, id } = await productionReader(world);
    const figures: Figure[] = [];
    for (const [way, disruption] of WAYS) {
      // What an instance has learnt of one way must not help it with the next.
      const done = await withFreshInstance(world, async ({ port }) => {
        const direct = browser.at(port);
        world.aws.disruptions.clear();
        // How long a cold instance takes is not the question.
        await askCredentials(direct, id);
        world.aws.disruptions.set(first, disruption);
        const load = steadily(isLong ? 10 : 5, () => askCredentials(direct, id));
        await wait(isLong ? 45_000 : 2_000);
        return load.stop();
      });
      const failed = done.filter(({ outcome }) => issuedKey(outcome) === undefined);
      const times = done.map(({ startedAt, endedAt }) => (endedAt - startedAt) / 1_000);
      figures.push(
        exactly(`${way}: requests that failed`, failed.length, 0),
        atMost(`${way}: 99th percentile`, percentile(times, 0.99), 3, "s"),
        atMost(`${way}: slowest`, Math.max(...times), 10, "s"),
      );
    }
    world.aws.disruptions.clear();
    return figures;
  },
};
