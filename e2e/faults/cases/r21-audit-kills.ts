import { setTimeout as wait } from "node:timers/promises";
import type { SharedFault } from "../fault";
import { atLeast, exactly, type Figure, holds } from "../figures";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader, type Reader } from "../people/reader";
import { together } from "../people/traffic";
import { runScript } from "../world/scripts";
import { type StsWitness, witnessSts } from "../world/sts-witness";
import type { World } from "../world/world";

const ASKING_AT_ONCE = 3;
/** An issue takes about a tenth of a second; STS is made to answer late. */
const LATEST_MS = 400;

/** An instance is killed while it issues; then everything that AWS handed out stands in the audit, and its chain is whole. */
export const auditKills: SharedFault = {
  id: "R21",
  title: "an instance is killed while it issues credentials, again and again",
  world: "shared",
  async run(world, { isLong, note }) {
    const kills = isLong ? 500 : 6;
    const witness = await witnessSts(world.aws.urls.sts, LATEST_MS);
    try {
      const reader = await productionReader(world);
      const received = await together(kills, 2, async (number) => {
        if (number % 25 === 24) note(`${number + 1} of ${kills} kills`);
        return keysUntilKilled(world, witness, reader);
      });
      return await figures(world, witness, received.flat());
    } finally {
      await witness.close();
    }
  },
};

/** @returns the access keys that somebody received before the kill */
async function keysUntilKilled(
  world: World,
  witness: StsWitness,
  { browser, id }: Reader,
): Promise<readonly string[]> {
  const victim = await world.launchInstance({ settings: { AWS_ENDPOINT_URL_STS: witness.url } });
  await victim.untilReady();
  const asking = Array.from({ length: ASKING_AT_ONCE }, () => askCredentials(browser.at(victim.port), id));
  await wait(Math.random() * LATEST_MS);
  await world.endInstance(victim, "SIGKILL");
  const answers = await Promise.all(asking);
  return answers.map(issuedKey).filter((key) => key !== undefined);
}

async function figures(
  world: World,
  { handedOut }: StsWitness,
  received: readonly string[],
): Promise<readonly Figure[]> {
  const requested = await ids(world, "credentials.requested", "proofId");
  const issued = await ids(world, "credentials.issued", "accessKeyId");
  return [
    atLeast("sessions that AWS handed out", handedOut.length, 1),
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
