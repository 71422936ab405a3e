import { setTimeout as wait } from "node:timers/promises";
import { SAML_CONNECTION } from "../../../sandbox/seed/connection-names";
import type { OwnFault } from "../fault";
import { atLeast, atMost, exactly, type Figure, percentile } from "../figures";
import type { Browser } from "../people/browser";
import { signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { groupsOf, growCompany, type Scale } from "../world/company-at-scale";
import { World } from "../world/world";

const SCALE: Scale = { accounts: 5_000, grants: 100_000, people: 50_000 };
const MEBIBYTE = 1_048_576;
/** What the database counts of itself, it tells a second later. */
const COUNTED_AFTER_MS = 2_500;
/** A name in the middle of a list, one at its end, and one that nothing has: the last is looked for everywhere. */
const SEARCHED = ["scale-25000", "scale-49999", "nothing-is-called-so"];
const LISTS = ["people", "accounts", "targets", "grants"] as const;

/** A hundred thousand grants, five thousand accounts, fifty thousand people. */
export const largeCompany: OwnFault = {
  id: "R16",
  title: "100,000 grants, 5,000 accounts, 50,000 people",
  alsoIn: "bench/entitlements.ts",
  world: "own",
  longOnly: "a world of its own, and as many rows, are half a minute",
  async run({ isLong, note }) {
    const world = await World.start({ instances: 1 });
    try {
      await growCompany(world.database, SAML_CONNECTION, SCALE);
      note("the rows are there");
      return await look(world, isLong ? 200 : 40);
    } finally {
      await world.close();
    }
  },
};

async function look(world: World, times: number): Promise<readonly Figure[]> {
  const browser = world.browser();
  const person = engineer(1, groupsOf(SCALE, 20));
  const { isSignedIn } = await signIn(browser, world.idp, person);
  const before = await scanned(world);
  const listed = await timed(times, () => roles(browser));
  const after = await scanned(world);
  const page = await timed(times, async () =>
    (await browser.get("/", "same-origin")).status === 200 ? 1 : 0,
  );
  const searches: Figure[] = [];
  for (const list of LISTS) {
    const { seconds, results } = await timed(times, (number) => search(world, list, number));
    searches.push(
      atLeast(`search of ${list}: answers`, results.filter((status) => status === 200).length, times),
      atMost(`search of ${list}: 95th percentile`, percentile(seconds, 0.95) * 1_000, 500, "ms"),
    );
  }
  const [instance] = world.instances;
  const rss = (await instance?.metric(/^process_resident_memory_bytes (\S+)$/m)) ?? Number.NaN;
  return [
    exactly("somebody in 20 groups signs in", Number(isSignedIn), 1),
    atLeast("roles in their list", Math.min(...listed.results), 150),
    atMost("list of roles: 95th percentile", percentile(listed.seconds, 0.95) * 1_000, 300, "ms"),
    atMost("the same as a page: 95th percentile", percentile(page.seconds, 0.95) * 1_000, 500, "ms"),
    atMost("grants read one after the other for it", after.grants - before.grants, 0),
    atMost("people read one after the other for it", after.people - before.people, 0),
    ...searches,
    atMost("resident memory afterwards", rss / MEBIBYTE, 512, "MiB"),
  ];
}

/** @returns how many roles there were; none when there was no answer */
async function roles(browser: Browser): Promise<number> {
  const answer = await browser.get("/api/v1/entitlements?limit=1000", "same-origin");
  return answer.status === 200 ? (JSON.parse(answer.body) as { items: unknown[] }).items.length : 0;
}

async function search(world: World, list: (typeof LISTS)[number], number: number): Promise<number> {
  const query = new URLSearchParams({ q: SEARCHED[number % SEARCHED.length] ?? "", limit: "50" });
  const answer = await fetch(`${world.origin}/api/v1/admin/${list}?${query}`, {
    headers: { authorization: `Bearer ${world.secrets.adminToken}` },
  });
  await answer.arrayBuffer();
  return answer.status;
}

async function timed(
  times: number,
  work: (number: number) => Promise<number>,
): Promise<{ readonly seconds: readonly number[]; readonly results: readonly number[] }> {
  const [seconds, results]: [number[], number[]] = [[], []];
  for (let number = 0; number < times; number += 1) {
    const begin = performance.now();
    results.push(await work(number));
    seconds.push((performance.now() - begin) / 1_000);
  }
  return { seconds, results };
}

/** Rows that whole tables were read for. */
async function scanned({ database }: World): Promise<{ readonly grants: number; readonly people: number }> {
  await wait(COUNTED_AFTER_MS);
  const [row] = await database.rows<{ grants: number; people: number }>(`
    SELECT sum(seq_tup_read) FILTER (WHERE relname = 'grant')::int AS grants,
      sum(seq_tup_read) FILTER (WHERE relname = 'person')::int AS people
    FROM pg_stat_user_tables`);
  return row ?? { grants: Number.NaN, people: Number.NaN };
}
