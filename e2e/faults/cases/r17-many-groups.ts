import type { SharedFault } from "../fault";
import { atMost, exactly, type Figure, percentile } from "../figures";
import { signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { together } from "../people/traffic";

const COOKIE_BYTES = 4_096;

/** Somebody is in 1,000 groups, and somebody in 4,000. */
export const manyGroups: SharedFault = {
  id: "R17",
  title: "people in a thousand and in four thousand groups",
  world: "shared",
  async run(world, { isLong }) {
    const figures: Figure[] = [];
    for (const count of [1_000, 4_000]) {
      const groups = Array.from({ length: count }, (_, index) => `department-${index}`);
      const times = isLong ? 50 : 5;
      const done = await together(times, 1, (number) =>
        signIn(world.browser(), world.idp, engineer(2_000 + number, groups)),
      );
      const cookies = done.flatMap(({ last }) => [last.headers["set-cookie"] ?? []].flat());
      figures.push(
        exactly(`${count} groups: sign-ins`, done.filter(({ isSignedIn }) => isSignedIn).length, times),
        atMost(
          `${count} groups: 95th percentile`,
          percentile(
            done.map(({ milliseconds }) => milliseconds / 1_000),
            0.95,
          ),
          // Ten times the groups of anybody, and on a busy machine: the bar is about the thousand.
          count === 1_000 && isLong ? 1 : 4,
          "s",
        ),
        atMost(
          `${count} groups: longest cookie`,
          Math.max(...cookies.map(({ length }) => length)),
          COOKIE_BYTES,
          "bytes",
        ),
      );
    }
    return figures;
  },
};
