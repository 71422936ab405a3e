import { Prisma } from "./generated/client";
import type { SqlRunner } from "./sql";
import { deleteFull } from "./stores/rate-limit-store";

/**
 * Clocks of replicas differ, and an IdP may repeat an assertion until its end as *its* clock sees it: what is
 * over stays for a while.
 */
const GRACE_MS = 60 * 60_000;

/** Tables whose rows end by themselves. Nothing reads a row past its end; this only gives the room back. */
const EXPIRING = [
  "app_session",
  "sign_in_request",
  "sign_in_result",
  "logout_request",
  "used_assertion",
] as const;

/** Rows of one statement: a day's worth in one would outlast the time a statement has. */
const BATCH = 5_000;

/** Deletes what is long over. Harmless at any time, on any number of replicas. */
export async function deleteExpired(sql: SqlRunner, now: Date): Promise<void> {
  const before = new Date(now.getTime() - GRACE_MS);
  for (const table of EXPIRING) {
    let deleted = BATCH;
    while (deleted === BATCH) deleted = await deleteBatch(sql, Prisma.raw(table), before);
  }
  await deleteFull(sql);
}

/** @returns how many rows there were to delete, at most a batch */
async function deleteBatch(sql: SqlRunner, table: Prisma.Sql, before: Date): Promise<number> {
  const [done] = await sql.rows<{ count: number }>(Prisma.sql`
    WITH gone AS (
      DELETE FROM ${table}
      WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ${table} WHERE expires_at < ${before}::timestamptz LIMIT ${BATCH}::int))
      RETURNING 1)
    SELECT count(*)::int AS count FROM gone`);
  return done?.count ?? 0;
}
