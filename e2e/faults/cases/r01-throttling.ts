import type { SharedFault } from "../fault";
import { atLeast, atMost } from "../figures";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader } from "../people/reader";
import { steadily } from "../people/traffic";
import { withFreshInstance } from "../world/fresh-instance";
import { PRODUCTION_REGIONS } from "../world/regions";

/** One of two regions answers every second call with Throttling. */
export const throttling: SharedFault = {
  id: "R1",
  title: "STS throttles half of its calls in the first region",
  world: "shared",
  async run(world, { isLong }) {
    const [first] = PRODUCTION_REGIONS;
    const { browser, id } = await productionReader(world);
    return withFreshInstance(world, async ({ port }) => {
      const direct = browser.at(port);
      // A cold instance is slow, and many would ask before the first of them has learnt anything.
      await askCredentials(direct, id);
      world.aws.disruptions.clear();
      world.aws.disruptions.set(first, { kind: "throttle", share: 0.5 });
      const load = steadily(10, async () => askCredentials(direct, id));
      await new Promise((resolve) => setTimeout(resolve, isLong ? 30_000 : 4_000));
      const done = await load.stop();
      const calls = PRODUCTION_REGIONS.reduce((sum, region) => sum + world.aws.disruptions.calls(region), 0);
      world.aws.disruptions.clear();
      const inTime = done.filter(({ outcome, startedAt, endedAt }) => {
        return issuedKey(outcome) !== undefined && endedAt - startedAt <= 8_000;
      });
      return [
        atLeast("share of requests that succeeded within 8 s", inTime.length / done.length, 0.999),
        atMost("calls to STS for each request", calls / done.length, 1.2),
      ];
    });
  },
};
