import { setTimeout as wait } from "node:timers/promises";
import type { SharedFault } from "../fault";
import { atLeast, exactly, type Figure, holds } from "../figures";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader, type Reader } from "../people/reader";
import { together } from "../people/traffic";
import { runScript } from "../world/scripts";
import { type HandedOut, witnessSts } from "../world/sts-witness";
import { until } from "../world/until";
import type { World } from "../world/world";

const ASKING_AT_ONCE = 3;
/** STS is made to answer late, up to so much, so that a kill finds calls that AWS has answered already. */
const LATEST_MS = 400;
/** For an instance that was started a moment ago, on a machine that does much else. */
const CALLED_WITHIN_MS = 60_000;

/** An instance is killed while it issues; then everything that AWS handed out stands in the audit, and its chain is whole. */
export const auditKills: SharedFault = {
  id: "R21",
  title: "an instance is killed while it issues credentials, again and again",
  world: "shared",
  async run(world, { isLong, note }) {
    const kills = isLong ? 500 : 6;
    const reader = await productionReader(world);
    const killed = await together(kills, 2, async (number) => {
      if (number % 25 === 24) note(`${number + 1} of ${kills} kills`);
      return askedAndKilled(world, reader, number);
    });
    return figures(world, killed);
  },
};

interface Killed {
  readonly handedOut: readonly HandedOut[];
  /** Access keys that somebody received before the kill. */
  readonly received: readonly string[];
}

/** Every second kill waits until a call has arrived at STS; the others come at any moment before or after. */
async function askedAndKilled(world: World, { browser, id }: Reader, number: number): Promise<Killed> {
  const witness = await witnessSts(world.aws.urls.sts, LATEST_MS);
  const victim = await world.startInstance({ settings: { AWS_ENDPOINT_URL_STS: witness.url } });
  const asking = Array.from({ length: ASKING_AT_ONCE }, () => askCredentials(browser.at(victim.port), id));
  let areAnswered = false;
  const answering = Promise.all(asking).finally(() => {
    areAnswered = true;
  });
  const hasCalled = () => witness.calls() > 0 || areAnswered;
  if (number % 2 === 0) await until(hasCalled, CALLED_WITHIN_MS, "a call to STS");
  await wait(Math.random() * LATEST_MS);
  await world.endInstance(victim, "SIGKILL");
  const answers = await answering;
  await witness.close();
  return {
    handedOut: witness.handedOut,
    received: answers.map(issuedKey).filter((key) => key !== undefined),
  };
}

async function figures(world: World, killed: readonly Killed[]): Promise<readonly Figure[]> {
  const handedOut = killed.flatMap((each) => each.handedOut);
  const received = killed.flatMap((each) => each.received);
  const requested = await ids(world, "credentials.requested", "proofId");
  const issued = await ids(world, "credentials.issued", "accessKeyId");
  return [
    // One for every second kill that waits for a call, but for those that were refused before.
    atLeast(`of ${killed.length} kills, sessions that AWS handed out`, handedOut.length, killed.length / 3),
    exactly(
      "of them without their request in the audit",
      handedOut.filter(({ assertionId }) => !requested.has(assertionId)).length,
      0,
    ),
    exactly("received and not in the audit", received.filter((key) => !issued.has(key)).length, 0),
    holds("the chain is whole", await runScript("audit.ts", ["verify"], world.settings)),
  ];
}

async function ids(world: World, action: string, field: string): Promise<ReadonlySet<string>> {
  const rows = await world.database.rows<{ id: string }>(
    "SELECT detail->>$2 AS id FROM audit_event WHERE action = $1",
    [action, field],
  );
  return new Set(rows.map(({ id }) => id));
}
