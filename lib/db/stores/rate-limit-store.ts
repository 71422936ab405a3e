import type { Limit, RateLimitStore } from "../../flows/issuance-ports";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";

/** A bucket is kept as the instant at which it is full again: one number, whatever the limit (GCRA). */
const FULL_SECONDS = 60;

/** The database's clock: those of instances differ, and a limit is theirs together. */
const NOW = Prisma.sql`statement_timestamp()`;
const LATEST = Prisma.sql`${NOW} + interval '60 seconds'`;

export function rateLimitStore(sql: SqlRunner): RateLimitStore {
  const wait = async (limits: readonly Limit[]) => {
    const [row] = await sql.rows<{ readonly seconds: number | null }>(waitStatement(limits));
    return row?.seconds ?? 0;
  };
  return {
    take: async (limits) => {
      if (limits.length === 0) return 0;
      const taken = await sql.rows(takeStatement(limits));
      return taken.length === limits.length ? 0 : Math.max(1, await wait(limits));
    },
    wait: (limit) => wait([limit]),
  };
}

/**
 * One row back for every bucket that had one left. The row's lock makes instances take turns, and the condition
 * is judged over what the one before left behind.
 */
export function takeStatement(limits: readonly Limit[]): Prisma.Sql {
  // In one order for everybody: two statements that want the same two rows must not wait for each other.
  const sorted = limits.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const added = Prisma.sql`(excluded.full_at - ${NOW})`;
  const after = Prisma.sql`GREATEST(rate_limit.full_at, ${NOW}) + ${added}`;
  return Prisma.sql`
    INSERT INTO rate_limit (key, full_at)
    SELECT key, ${NOW} + step * interval '1 second'
    FROM unnest(${keysOf(sorted)}::text[], ${stepsOf(sorted)}::float8[]) AS wanted(key, step)
    ON CONFLICT (key) DO UPDATE SET full_at = ${after} WHERE ${after} <= ${LATEST}
    RETURNING key`;
}

/** The same seconds as column `seconds`: null when nobody has to wait. */
export function waitStatement(limits: readonly Limit[]): Prisma.Sql {
  return Prisma.sql`
    SELECT max(ceil(extract(epoch FROM l.full_at + step * interval '1 second' - (${LATEST}))))::int AS seconds
    FROM unnest(${keysOf(limits)}::text[], ${stepsOf(limits)}::float8[]) AS wanted(key, step)
      JOIN rate_limit l ON l.key = wanted.key
    WHERE l.full_at + step * interval '1 second' > ${LATEST}`;
}

function keysOf(limits: readonly Limit[]): readonly string[] {
  return limits.map(({ key }) => key);
}

function stepsOf(limits: readonly Limit[]): readonly number[] {
  return limits.map(({ perMinute }) => FULL_SECONDS / perMinute);
}

/** Rows of buckets that are full say nothing. */
export async function deleteFull(sql: SqlRunner): Promise<void> {
  await sql.rows(Prisma.sql`DELETE FROM rate_limit WHERE full_at < ${NOW}`);
}
