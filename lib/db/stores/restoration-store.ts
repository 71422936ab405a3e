import type { RestorationChanges } from "../../flows/restoration-changes";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";

/**
 * What a backup must not bring back: whoever was signed out, answered, used or taken back meanwhile would be in, answer,
 * or use it once more. A new table is a line here or in the list of its test.
 */
export const ENDED_BY_RESTORE = [
  "app_session",
  "sign_in_request",
  "sign_in_result",
  "logout_request",
  "relayed_assertion",
  "passkey_challenge",
  "provisioning_token",
] as const;

/** @param sql a transaction */
export function restorationChanges(sql: SqlRunner): RestorationChanges {
  return {
    hasMoved: async () => {
      // Both of the server that runs this, and not of what was restored into it.
      const [row] = await sql.rows<{ home: string }>(Prisma.sql`
        SELECT system_identifier::text || ':' ||
          (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS home
        FROM pg_control_system()`);
      const home = row?.home ?? "";
      await sql.rows(Prisma.sql`INSERT INTO database_home (home) VALUES (${home}) ON CONFLICT DO NOTHING`);
      // Of several instances that start at once, one finds the old home.
      const moved = await sql.rows(Prisma.sql`
        UPDATE database_home SET home = ${home} WHERE home <> ${home} RETURNING id`);
      return moved.length > 0;
    },

    endEverything: async (now) => {
      const ended: Record<string, number> = {};
      for (const table of ENDED_BY_RESTORE) {
        const [row] = await sql.rows<{ count: number }>(Prisma.sql`
          WITH gone AS (DELETE FROM ${Prisma.raw(table)} RETURNING 1) SELECT count(*)::int AS count FROM gone`);
        ended[table] = row?.count ?? 0;
      }
      await sql.rows(
        Prisma.sql`INSERT INTO restoration (at) VALUES (${now}::timestamptz) ON CONFLICT DO NOTHING`,
      );
      return ended;
    },
  };
}

/** For a provider whose clock is ahead of ours. */
const CLOCK_MS = 120_000;

/** Whether something was signed before the last backup was put in place, as far as clocks can tell. */
export async function isFromBeforeRestore(sql: SqlRunner, issuedAt: Date): Promise<boolean> {
  const latest = new Date(issuedAt.getTime() - CLOCK_MS);
  const [row] = await sql.rows(
    Prisma.sql`SELECT 1 FROM restoration WHERE at > ${latest}::timestamptz LIMIT 1`,
  );
  return row !== undefined;
}
