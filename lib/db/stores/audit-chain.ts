import { type ChainHead, type ChainReport, type LinkedEvent, verifyChain } from "../../audit/chain";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";

const PAGE = 1_000;

/** As the trigger hashes them: times in UTC with milliseconds, the detail as PostgreSQL writes it. */
const EVENT_FIELDS = Prisma.sql`e.id::text AS id, e.actor_kind AS "actorKind", e.actor_id AS "actorId",
  to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, e.actor_name AS "actorName", e.action,
  e.outcome::text AS outcome, e.object_kind AS "objectKind", e.object_id AS "objectId",
  e.object_name AS "objectName", e.remote_address AS "remoteAddress", e.user_agent AS "userAgent", e.reference,
  e.detail::text AS detail`;

interface HeadRow {
  readonly position: string;
  readonly hash: string;
}

/** The last link; undefined before the first event. */
export async function readChainHead(sql: SqlRunner): Promise<ChainHead | undefined> {
  const [row] = await sql.rows<HeadRow>(Prisma.sql`
    SELECT l.position::text AS position, encode(l.hash, 'hex') AS hash
    FROM audit_link l ORDER BY l.position DESC LIMIT 1`);
  return row && { position: Number(row.position), hash: row.hash };
}

/** Every link with its event, by position. Links that are written meanwhile come, too. */
export async function* readChain(sql: SqlRunner): AsyncGenerator<LinkedEvent> {
  let after = "0";
  for (;;) {
    const rows = await sql.rows<LinkedEvent & { readonly position: string | number }>(Prisma.sql`
      SELECT l.position::text AS position, encode(l.hash, 'hex') AS hash, l.event_seq::text AS seq, ${EVENT_FIELDS}
      FROM audit_link l LEFT JOIN audit_event e ON e.seq = l.event_seq
      WHERE l.position > ${after}::bigint ORDER BY l.position LIMIT ${PAGE}::int`);
    for (const row of rows) yield { ...row, position: Number(row.position) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = String(last.position);
  }
}

/**
 * The chain as it lies in the database, and that every event is in it.
 * @param kept heads that were noted down before, elsewhere
 */
export async function verifyStoredChain(
  sql: SqlRunner,
  kept: readonly ChainHead[] = [],
): Promise<ChainReport> {
  const report = await verifyChain(readChain(sql), kept);
  if (report.fault !== undefined) return report;
  const unlinked = await unlinkedEvent(sql);
  return unlinked === undefined ? report : { ...report, fault: { kind: "unlinked_event", ...unlinked } };
}

/** The oldest event without a link: one that was slipped in past the trigger. */
async function unlinkedEvent(
  sql: SqlRunner,
): Promise<{ readonly seq: string; readonly id: string } | undefined> {
  const [row] = await sql.rows<{ seq: string; id: string }>(Prisma.sql`
    SELECT e.seq::text AS seq, e.id::text AS id FROM audit_event e
    WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.event_seq = e.seq) ORDER BY e.seq LIMIT 1`);
  return row;
}
