import type { Held, IssuanceGate, Limit } from "../../flows/issuance-ports";
import type { LockDownScope } from "../../flows/lock-down";
import { GRANT_MATCHES_PERSON } from "../columns";
import { Prisma } from "../generated/client";
import { IS_DISABLED } from "../provisioned-person";
import type { SqlRunner } from "../sql";
import { insertStatement } from "./audit-log";
import { isUuid } from "./client";
import { type MatchRow, matchedGrants, matchingStatement } from "./entitlement-store";
import { takeStatement, waitStatement } from "./rate-limit-store";

type Entry = Parameters<IssuanceGate["enter"]>[0];

interface EntryColumns {
  readonly is_let_in: boolean;
  readonly wider_lock: "everything" | "person" | null;
  readonly account_locked_down_at: Date | null;
}

/** Null in every column of the grant when nothing matched. */
type EntryRow = EntryColumns & (MatchRow | { readonly grant_id: null });

/** Both are on the way of every issuance: straight to the driver, one statement each. */
export function issuanceGate(sql: SqlRunner): IssuanceGate {
  return {
    enter: async (entry) => {
      const rows = await sql.rows<EntryRow>(enterStatement(entry));
      const [first] = rows;
      const isLetIn = first?.is_let_in ?? false;
      const lockedDown = lockOf(first);
      return {
        matches: matchedGrants(rows.filter((row): row is EntryColumns & MatchRow => row.grant_id !== null)),
        ...(lockedDown === undefined ? {} : { lockedDown }),
        waitSeconds: isLetIn || entry.limit === undefined ? 0 : await waitFor(sql, entry.limit),
      };
    },

    appendWhileHeld: async (event, held) => {
      if (!isUuid(held.appSessionId) || !isUuid(held.targetId)) return false;
      const written = await sql.rows(insertStatement(event, heldCondition(held)));
      return written.length > 0;
    },
  };
}

function lockOf(row: EntryRow | undefined): LockDownScope | undefined {
  if (row === undefined) return undefined;
  return row.wider_lock ?? (row.account_locked_down_at === null ? undefined : "account");
}

async function waitFor(sql: SqlRunner, limit: Limit): Promise<number> {
  const [row] = await sql.rows<{ readonly seconds: number | null }>(waitStatement([limit]));
  return Math.max(1, row?.seconds ?? 0);
}

/**
 * Takes one from the bucket, reads the gate and finds the grants: one row at least, so that a stranger's request
 * is counted and told apart from a limited one.
 */
export function enterStatement({ personId, identity, targetId, limit, now }: Entry): Prisma.Sql {
  const matching = matchingStatement(identity, now, { targetId });
  const taken = limit === undefined ? Prisma.sql`SELECT 1` : Prisma.sql`${takeStatement([limit])}`;
  return Prisma.sql`
    WITH taken AS (${taken}),
    entry AS (
      SELECT EXISTS (SELECT FROM taken) AS is_let_in,
        CASE
          WHEN EXISTS (SELECT FROM issuance_gate WHERE locked_down_at IS NOT NULL) THEN 'everything'
          WHEN EXISTS (SELECT FROM person WHERE id = ${personId}::uuid AND locked_down_at IS NOT NULL) THEN 'person'
        END AS wider_lock)
    SELECT entry.*, m.*
    FROM entry LEFT JOIN (${matching}) m ON entry.is_let_in`;
}

/**
 * FOR SHARE waits for whoever changes one of these rows, judges the row as they left it, and lets nobody change it
 * until the event is committed. The rows of one lock-down, one revocation and one deletion are locked in the
 * same order as those change them (connection, person, session; account, grant), so that nobody waits in a ring.
 */
export function heldCondition({
  personId,
  appSessionId,
  targetId,
  grantIds,
  seconds,
  now,
}: Held): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT FROM issuance_gate i
      CROSS JOIN app_session s
      JOIN person p ON p.id = s.person_id
      JOIN connection c ON c.id = p.connection_id
      CROSS JOIN "grant" g
      JOIN target t ON t.id = g.target_id
      JOIN account a ON a.account_id = t.account_id
    WHERE i.locked_down_at IS NULL AND p.locked_down_at IS NULL AND a.locked_down_at IS NULL
      AND s.id = ${appSessionId}::uuid AND s.revoked_at IS NULL AND s.expires_at > ${now}::timestamptz
      AND p.id = ${personId}::uuid AND c.enabled AND NOT ${IS_DISABLED}
      AND g.id = ANY(${grantIds}::uuid[]) AND g.target_id = ${targetId}::uuid
      AND (g.connection_id IS NULL OR g.connection_id = p.connection_id)
      AND (g.not_before IS NULL OR g.not_before <= ${now}::timestamptz)
      AND (g.expires_at IS NULL OR g.expires_at > ${now}::timestamptz)
      AND COALESCE(g.max_duration_seconds, ${seconds}::int) >= ${seconds}::int
      AND ${GRANT_MATCHES_PERSON}
    FOR SHARE OF i, c, p, s, a, g)`;
}
