import type { SharedFault } from "../fault";
import { type Figure, holds } from "../figures";
import { askCredentials } from "../people/credentials";
import { productionReader } from "../people/reader";
import { withFreshInstance } from "../world/fresh-instance";
import { PRODUCTION_REGIONS } from "../world/regions";

interface Refusal {
  readonly status: number;
  readonly code: string;
  /** How often each region is to be asked. */
  readonly calls: readonly [number, number];
}

const REFUSALS: readonly Refusal[] = [
  { status: 403, code: "AccessDenied", calls: [1, 0] },
  { status: 400, code: "ExpiredTokenException", calls: [1, 0] },
  { status: 400, code: "PackedPolicyTooLarge", calls: [1, 0] },
  { status: 400, code: "IDPCommunicationError", calls: [1, 0] },
  { status: 403, code: "RegionDisabledException", calls: [1, 1] },
];

/** What STS refuses stays refused: another region would say the same, but for a region that is switched off. */
export const refusals: SharedFault = {
  id: "R3",
  title: "STS refuses",
  world: "shared",
  isQuick: true,
  async run(world) {
    const { browser, id } = await productionReader(world);
    const { disruptions } = world.aws;
    const refused = async (port: number, { status, code, calls }: Refusal): Promise<readonly Figure[]> => {
      disruptions.clear();
      for (const region of PRODUCTION_REGIONS) {
        disruptions.set(region, { kind: "fault", status, code, message: `Refused for the test of ${code}.` });
      }
      const answer = await askCredentials(browser.at(port), id);
      const asked = PRODUCTION_REGIONS.map((region) => disruptions.calls(region));
      const isNamed = answer.status !== 200 && answer.body.includes(code);
      const isAsIs = asked.every((count, index) => count === calls[index]);
      return [
        holds(`${code}: named to the person`, isNamed),
        holds(`${code}: regions asked ${asked.join(" and ")} times (${calls.join(" and ")})`, isAsIs),
      ];
    };
    return withFreshInstance(world, async ({ port }) => {
      const figures: Figure[] = [];
      for (const refusal of REFUSALS) figures.push(...(await refused(port, refusal)));
      disruptions.clear();
      return figures;
    });
  },
};
