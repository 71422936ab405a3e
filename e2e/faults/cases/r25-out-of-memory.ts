import type { SharedFault } from "../fault";
import { atMost, exactly } from "../figures";
import { signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { together } from "../people/traffic";
import { withFreshInstance } from "../world/fresh-instance";

const MEBIBYTE = 1_048_576;
/** What Node gives itself where it sees 512 MiB; with more it collects later, and nobody would know how little will do. */
const AS_IN_CONTAINER = { nodeArgs: ["--max-old-space-size=256"] };

/** What a container of 512 MiB leaves an instance, and how soon one that was killed for memory is back. */
export const outOfMemory: SharedFault = {
  id: "R25",
  title: "an instance lives in 512 MiB, and is back soon after the kernel kills it",
  world: "shared",
  longOnly: "memory says little after a few sign-ins",
  async run(world, { isLong }) {
    const count = isLong ? 2_000 : 60;
    const [rss, failed] = await withFreshInstance(
      world,
      async (instance) => {
        const done = await together(count, 10, (number) =>
          signIn(world.browser(instance.port), world.idp, engineer(number)),
        );
        const bytes = await instance.metric(/^process_resident_memory_bytes (\S+)$/m);
        return [bytes / MEBIBYTE, done.filter(({ isSignedIn }) => !isSignedIn).length] as const;
      },
      AS_IN_CONTAINER,
    );
    const again = await world.launchInstance();
    const milliseconds = await again.untilReady();
    await world.endInstance(again, "SIGKILL");
    return [
      exactly(`of ${count} sign-ins, ten at a time, failed`, failed, 0),
      atMost("resident memory afterwards", rss, 512, "MiB"),
      // The kill itself is R7; here it is the way back that counts.
      atMost("ready after a start", milliseconds / 1_000, isLong ? 10 : 20, "s"),
    ];
  },
};
