import type { SharedFault } from "../fault";
import { exactly, type Figure } from "../figures";
import { fetchResponse, postResponse, signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { together } from "../people/traffic";

const POSTS = 20;

/** Two instances without stickiness: every step of a sign-in may land elsewhere, and every replay too. */
export const twoInstances: SharedFault = {
  id: "R8",
  title: "two instances behind a load balancer without stickiness",
  world: "shared",
  isQuick: true,
  async run(world, { isLong }) {
    const [signIns, replays] = isLong ? [1_000, 100] : [60, 5];
    const outcomes = await together(signIns, 10, (number) =>
      signIn(world.browser(), world.idp, engineer(number)),
    );
    const figures: Figure[] = [
      exactly("sign-ins that succeeded", outcomes.filter(({ isSignedIn }) => isSignedIn).length, signIns),
    ];
    const accepted = await together(replays, 2, async (number) => {
      const browser = world.browser();
      const { samlResponse } = await fetchResponse(browser, world.idp, engineer(number));
      const posts = Array.from({ length: POSTS }, (_, post) => {
        const instance = world.instances[post % world.instances.length];
        return postResponse(browser.at(instance?.port ?? 0), samlResponse);
      });
      return (await Promise.all(posts)).filter(({ status }) => status === 303).length;
    });
    const once = accepted.filter((count) => count === 1).length;
    figures.push(exactly(`responses of which 1 in ${POSTS} simultaneous posts was accepted`, once, replays));
    return figures;
  },
};
