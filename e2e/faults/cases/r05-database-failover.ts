import { setTimeout as wait } from "node:timers/promises";
import type { OwnFault } from "../fault";
import { atLeast, atMost, exactly } from "../figures";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader } from "../people/reader";
import { fetchResponse, postResponse, signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { steadily, together } from "../people/traffic";
import { until } from "../world/until";
import { World } from "../world/world";

/** The primary dies, and the standby that it waited for takes its place. */
export const databaseFailover: OwnFault = {
  id: "R5",
  title: "the primary database is killed and its standby promoted",
  world: "own",
  longOnly: "a world and a second database of its own are a quarter of a minute each",
  async run({ isLong }) {
    const world = await World.start();
    const standby = await world.database.standby();
    try {
      return await failOver(world, standby, isLong);
    } finally {
      await world.close();
      await standby.remove();
    }
  },
};

async function failOver(world: World, standby: World["database"], isLong: boolean) {
  const used = await together(isLong ? 50 : 10, 5, async (number) => {
    const browser = world.browser();
    const { samlResponse } = await fetchResponse(browser, world.idp, engineer(number));
    return { browser, samlResponse, isAccepted: (await postResponse(browser, samlResponse)).status === 303 };
  });
  const { browser, id } = await productionReader(world);
  const load = steadily(5, () => askCredentials(browser, id));
  await wait(isLong ? 10_000 : 2_000);
  await world.database.kill();
  const killedAt = performance.now();
  await standby.promote();
  world.databaseLink.leadTo({ host: "127.0.0.1", port: standby.port });
  await until(
    async () => (await signIn(world.browser(), world.idp, engineer(1_000))).isSignedIn,
    60_000,
    "a sign-in after the failover",
  );
  const seconds = (performance.now() - killedAt) / 1_000;
  await wait(1_000);
  const keys = (await load.stop()).flatMap(({ outcome }) => issuedKey(outcome) ?? []);
  const kept = await standby.rows<{ key: string }>(
    "SELECT detail->>'accessKeyId' AS key FROM audit_event WHERE action = 'credentials.issued'",
  );
  const known = new Set(kept.map(({ key }) => key));
  const replayed = await together(used.length, 5, async (number) => {
    const before = used[number];
    if (before === undefined) return 0;
    return (await postResponse(before.browser, before.samlResponse)).status;
  });
  return [
    atMost("somebody signs in again after", seconds, 30, "s"),
    atLeast("credentials handed over around the failover", keys.length, 1),
    exactly("of which the audit has lost", keys.filter((key) => !known.has(key)).length, 0),
    exactly("responses accepted before it", used.filter(({ isAccepted }) => isAccepted).length, used.length),
    exactly("of which were accepted again", replayed.filter((status) => status === 303).length, 0),
  ];
}
