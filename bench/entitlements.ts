/**
 * Entitlements of a person with 200 groups over 10,000 grants, against the same SQL on the bare driver.
 * `npx tsx bench/entitlements.ts`; at most 1.5.
 */
import { matchingStatement } from "../lib/db/stores/entitlement-store";
import { composeEntitlements } from "../lib/entitlements/compose-entitlements";
import { medians, worlds } from "./database-world";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 100);
const TARGET = 1.5;

for (const world of await worlds()) {
  const { database, identity, bare } = world;
  const now = new Date();
  const ours = async () =>
    composeEntitlements(identity, await database.entitlements.matching(identity, now), now);
  // Written before the clock starts, as somebody without Rolebridge would have it.
  const { text, values } = matchingStatement(identity, now, undefined);
  const bareSql = () => bare(text, values);
  await medians(20, ours, bareSql);
  const [our, their] = await medians(ROUNDS, ours, bareSql);
  const rows = (await bareSql()).rows.length;
  console.log(
    `${world.name}: ${rows} matches, ours ${our.toFixed(2)} ms, bare SQL ${their.toFixed(2)} ms, ratio ${(our / their).toFixed(2)} (target at most ${TARGET})`,
  );
  if (our / their > TARGET) process.exitCode = 1;
  await world.close();
}
