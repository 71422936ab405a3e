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

/** Deletes what is long over. Harmless at any time, on any number of replicas. */
export async function deleteExpired(sql: SqlRunner, now: Date): Promise<void> {
  const before = new Date(now.getTime() - GRACE_MS);
  for (const table of EXPIRING) {
    await sql.rows(Prisma.sql`DELETE FROM ${Prisma.raw(table)} WHERE expires_at < ${before}::timestamptz`);
  }
  await deleteFull(sql);
}
