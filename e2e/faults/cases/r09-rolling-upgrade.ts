import { setTimeout as wait } from "node:timers/promises";
import type { OwnFault, RunMode } from "../fault";
import { atLeast, atMost, exactly, type Figure, holds } from "../figures";
import type { PageAnswer } from "../people/browser";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader } from "../people/reader";
import { signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { type Done, steadily } from "../people/traffic";
import { nextVersion } from "../world/next-version";
import { PRODUCTION_REGIONS } from "../world/regions";
import { World } from "../world/world";

/** A table that every sign-in writes is changed while they do. */
const MIGRATION = `
  ALTER TABLE app_session ADD COLUMN device text NOT NULL DEFAULT '';
  CREATE INDEX app_session_device ON app_session (device);
  UPDATE app_session SET device = 'known';`;

/** Every instance of the old version is replaced by one of the new, which migrates the database. */
export const rollingUpgrade: OwnFault = {
  id: "R9",
  title: "rolling upgrade with a migration, under load",
  world: "own",
  longOnly: "a world of its own and three more instances are a quarter of a minute each",
  async run(mode) {
    const world = await World.start();
    try {
      const root = await nextVersion(world.folder, MIGRATION);
      return [...(await upgrade(world, root, mode)), ...(await drainInFlight(world, root))];
    } finally {
      await world.close();
    }
  },
};

async function upgrade(world: World, root: string, { isLong, note }: RunMode): Promise<readonly Figure[]> {
  const { browser, id } = await productionReader(world);
  const signIns = steadily(isLong ? 20 : 6, (number) => signIn(world.browser(), world.idp, engineer(number)));
  const issues = steadily(isLong ? 10 : 3, () => askCredentials(browser, id));
  await wait(isLong ? 10_000 : 1_000);
  const drains: number[] = [];
  for (const old of [...world.instances]) {
    await world.addInstance({ root });
    drains.push(await world.endInstance(old, "SIGTERM"));
  }
  await wait(isLong ? 10_000 : 1_000);
  const [entered, issued] = [await signIns.stop(), await issues.stop()];
  const failures = [
    ...entered.filter(({ outcome }) => !outcome.isSignedIn).map((one) => said(one, one.outcome.last)),
    ...issued.filter(({ outcome }) => issuedKey(outcome) === undefined).map((one) => said(one, one.outcome)),
  ];
  for (const failure of failures) note(failure);
  const [migrated] = await world.database.rows<{ count: number }>(
    "SELECT count(*)::int AS count FROM _prisma_migrations WHERE migration_name LIKE '2999%'",
  );
  return [
    atLeast("sign-ins meanwhile", entered.length, 10),
    exactly("of which failed", entered.filter(({ outcome }) => !outcome.isSignedIn).length, 0),
    exactly(
      "credentials refused meanwhile",
      issued.filter(({ outcome }) => issuedKey(outcome) === undefined).length,
      0,
    ),
    exactly("migrations applied", migrated?.count ?? 0, 1),
    atMost("slowest to end after SIGTERM", Math.max(...drains) / 1_000, 30, "s"),
  ];
}

/** What failed, and when: of many things that happen at once one is the cause. */
function said({ startedAt, endedAt }: Done<unknown>, { status, body }: PageAnswer): string {
  const seconds = [startedAt, endedAt].map((at) => (at / 1_000).toFixed(1));
  const words = body.replaceAll(/<style[\s\S]*?<\/style>|<script[\s\S]*?<\/script>|<[^>]*>/g, " ");
  return `failed from ${seconds.join(" to ")} s: ${status} ${words.replaceAll(/\s+/g, " ").slice(0, 200)}`;
}

/** What was asked before the word to end is answered after it, and nobody is sent there meanwhile. */
async function drainInFlight(world: World, root: string): Promise<readonly Figure[]> {
  const instance = await world.startInstance({ root });
  const { browser, id } = await productionReader(world);
  for (const region of PRODUCTION_REGIONS) {
    world.aws.disruptions.set(region, { kind: "slow", milliseconds: 1_500, calls: 1 });
  }
  const asking = askCredentials(browser.at(instance.port), id);
  await wait(500);
  const ending = world.endInstance(instance, "SIGTERM");
  await wait(50);
  const readiness = await instance.status("/readyz");
  const key = issuedKey(await asking);
  const milliseconds = await ending;
  world.aws.disruptions.clear();
  return [
    holds("an issue under way at SIGTERM is finished", key !== undefined),
    exactly("/readyz at once", readiness, 503),
    atMost("ended after", milliseconds / 1_000, 30, "s"),
    exactly("exit code", instance.child.exitCode ?? -1, 0),
  ];
}
