import type { SharedFault } from "../fault";
import { type Figure, holds } from "../figures";
import { askCredentials } from "../people/credentials";
import { productionReader } from "../people/reader";
import { PRODUCTION_REGIONS } from "../world/regions";

interface Refusal {
  readonly status: number;
  readonly code: string;
  /** How often each region may be asked. */
  readonly calls: readonly [number, number];
}

const REFUSALS: readonly Refusal[] = [
  { status: 403, code: "AccessDenied", calls: [1, 0] },
  { status: 400, code: "ExpiredTokenException", calls: [1, 0] },
  { status: 400, code: "PackedPolicyTooLarge", calls: [1, 0] },
  { status: 403, code: "RegionDisabledException", calls: [1, 1] },
  // AWS itself says of this one that the call can be tried again, so its SDK does, in the same region.
  { status: 400, code: "IDPCommunicationError", calls: [3, 0] },
];

/** What STS refuses stays refused: another region would say the same, but for a region that is switched off. */
export const refusals: SharedFault = {
  id: "R3",
  title: "STS refuses",
  world: "shared",
  async run(world) {
    const { browser, id } = await productionReader(world);
    const { disruptions } = world.aws;
    const figures: Figure[] = [];
    for (const { status, code, calls } of REFUSALS) {
      disruptions.clear();
      for (const region of PRODUCTION_REGIONS) {
        disruptions.set(region, { kind: "fault", status, code, message: `Refused for the test of ${code}.` });
      }
      const answer = await askCredentials(browser, id);
      const asked = PRODUCTION_REGIONS.map((region) => disruptions.calls(region));
      const isNamed = answer.status !== 200 && answer.body.includes(code);
      const isOnce = asked.every((count, index) => count <= (calls[index] ?? 0));
      figures.push(holds(`${code}: named to the person`, isNamed));
      figures.push(
        holds(`${code}: asked ${asked.join(" and ")} times, at most ${calls.join(" and ")}`, isOnce),
      );
    }
    disruptions.clear();
    return figures;
  },
};
