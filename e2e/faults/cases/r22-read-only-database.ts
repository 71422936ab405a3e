import type { SharedFault } from "../fault";
import { exactly, holds } from "../figures";
import { unavailableIsSaid } from "../people/answers";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader } from "../people/reader";
import { signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { together } from "../people/traffic";
import { until } from "../world/until";
import type { World } from "../world/world";

const LEARNS_WITHIN_MS = 5_000;

/** The database answers, and nothing can be written: no audit, no credentials. */
export const readOnlyDatabase: SharedFault = {
  id: "R22",
  title: "the database can be read and not written",
  world: "shared",
  isQuick: true,
  async run(world, { isLong }) {
    const asked = isLong ? 200 : 20;
    const pids = world.instances.map(({ child }) => child.pid);
    const { browser, id } = await productionReader(world);
    await setReadOnly(world, true);
    try {
      world.aws.disruptions.clear();
      const issues = await together(asked, 4, () => askCredentials(browser, id));
      const signIns = await together(asked, 4, (number) =>
        signIn(world.browser(), world.idp, engineer(number)),
      );
      const calls = Object.values(world.aws.disruptions.counts()).reduce((sum, count) => sum + count, 0);
      const refused = [...issues, ...signIns.map(({ last }) => last)];
      await setReadOnly(world, false);
      const after = await until(
        async () => issuedKey(await askCredentials(browser, id)) !== undefined,
        LEARNS_WITHIN_MS,
        "an issue of credentials afterwards",
      );
      return [
        exactly(
          `credentials of ${asked}`,
          issues.filter((answer) => issuedKey(answer) !== undefined).length,
          0,
        ),
        exactly("calls to STS", calls, 0),
        exactly(`sign-ins of ${asked}`, signIns.filter(({ isSignedIn }) => isSignedIn).length, 0),
        exactly(
          "answers that were not 503 with Retry-After",
          refused.filter((one) => !unavailableIsSaid(one)).length,
          0,
        ),
        holds(`works again ${(after / 1_000).toFixed(1)} s after it could be written`, true),
        holds(
          "the instances are the same processes",
          world.instances.every(({ child, hasEnded }, index) => child.pid === pids[index] && !hasEnded),
        ),
      ];
    } finally {
      await setReadOnly(world, false);
    }
  },
};

/** For every transaction that begins from now on, on connections that are open as well. */
async function setReadOnly({ database }: World, isOn: boolean): Promise<void> {
  await database.rows(`ALTER SYSTEM SET default_transaction_read_only = ${isOn ? "on" : "off"}`);
  await database.rows("SELECT pg_reload_conf()");
  await until(
    async () => {
      const [row] = await database.rows<{ value: string }>(
        "SELECT current_setting('default_transaction_read_only') AS value",
      );
      return row?.value === (isOn ? "on" : "off");
    },
    LEARNS_WITHIN_MS,
    "the change of the database's setting",
  );
}
