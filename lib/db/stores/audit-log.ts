import type { AuditAction, AuditDetail, AuditEvent, AuditOutcome } from "../../audit/event";
import type { AuditLog, AuditQuery } from "../../flows/audit-ports";
import { withoutNulls } from "../columns";
import { Prisma } from "../generated/client";
import { afterCursor, contains, orderAndLimit, type PageOrder, pageOf, sortKeyColumn } from "../paging";
import type { SqlRunner } from "../sql";
import { isStorable, storableJson, storableText } from "../storable";
import { readChainHead } from "./audit-chain";
import { isUuid } from "./client";

/** Newest first. The sequence and not the time: two events of one millisecond have an order, too. */
const ORDER: PageOrder = { columns: [{ by: Prisma.sql`e.seq`, type: "bigint" }], direction: "DESC" };

interface EventColumns {
  readonly id: string;
  readonly at: Date;
  readonly actor_kind: AuditEvent["actor"]["kind"];
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly object_kind: string | null;
  readonly object_id: string | null;
  readonly object_name: string | null;
  readonly remote_address: string;
  readonly user_agent: string;
  readonly reference: string;
  readonly detail: AuditDetail;
}

const COLUMNS = Prisma.sql`e.id, e.at, e.actor_kind, e.actor_id, e.actor_name, e.action, e.outcome, e.object_kind,
  e.object_id, e.object_name, e.remote_address, e.user_agent, e.reference, e.detail`;

/** Twice in every issuance: straight to the driver. Inside an admin change: the change's own transaction. */
export function auditLog(sql: SqlRunner): AuditLog {
  return {
    append: async (event) => {
      await sql.rows(insertStatement(event));
    },

    list: async (query) => {
      const rows = await sql.rows<EventColumns & { sort_key: string[] }>(Prisma.sql`
        SELECT ${COLUMNS}, ${sortKeyColumn(ORDER)}
        FROM audit_event e
        WHERE ${afterCursor(ORDER, query.cursor)} AND ${matches(query)}
        ${orderAndLimit(ORDER, query.limit)}`);
      return pageOf(rows, query.limit, eventOf);
    },

    byId: async (id) => {
      if (!isUuid(id)) return undefined;
      const [row] = await sql.rows<EventColumns>(
        Prisma.sql`SELECT ${COLUMNS} FROM audit_event e WHERE e.id = ${id}::uuid`,
      );
      return row && eventOf(row);
    },

    head: () => readChainHead(sql),
  };
}

/**
 * The event as it is, except for bytes that no text in PostgreSQL can hold: a strange user agent hides nothing.
 * @param condition decides in the same statement whether it is written at all; one row back when it is
 */
export function insertStatement(event: AuditEvent, condition: Prisma.Sql = Prisma.sql`TRUE`): Prisma.Sql {
  const { actor, object } = event;
  return Prisma.sql`
    INSERT INTO audit_event (id, at, actor_kind, actor_id, actor_name, action, outcome, object_kind, object_id,
      object_name, remote_address, user_agent, reference, detail)
    SELECT ${event.id}::uuid, ${event.at}::timestamptz, ${actor.kind}, ${orNull(actor.id)},
      ${storableText(actor.name)}, ${event.action}, ${event.outcome}::audit_outcome, ${orNull(object?.kind)},
      ${orNull(object?.id)}, ${orNull(object?.name)}, ${storableText(event.remoteAddress)},
      ${storableText(event.userAgent)}, ${event.reference}, ${storableJson(event.detail)}::jsonb
    WHERE ${condition}
    RETURNING id`;
}

function orNull(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text);
}

function matches(query: AuditQuery): Prisma.Sql {
  const conditions = [
    contains(query.actor === undefined ? {} : { q: query.actor }, [Prisma.sql`e.actor_name`]),
  ];
  if (query.action !== undefined) conditions.push(equals(Prisma.sql`e.action`, query.action));
  if (query.outcome !== undefined) conditions.push(equals(Prisma.sql`e.outcome::text`, query.outcome));
  if (query.reference !== undefined) conditions.push(equals(Prisma.sql`e.reference`, query.reference));
  if (query.breakGlass === true) conditions.push(Prisma.sql`e.detail @> '{"breakGlass": true}'::jsonb`);
  if (query.from !== undefined) conditions.push(Prisma.sql`e.at >= ${query.from}::timestamptz`);
  if (query.to !== undefined) conditions.push(Prisma.sql`e.at < ${query.to}::timestamptz`);
  return Prisma.join(conditions, " AND ");
}

function equals(column: Prisma.Sql, text: string): Prisma.Sql {
  return isStorable(text) ? Prisma.sql`${column} = ${text}` : Prisma.sql`FALSE`;
}

function eventOf(row: EventColumns): AuditEvent {
  const event = {
    id: row.id,
    at: row.at,
    actor: withoutNulls({ kind: row.actor_kind, id: row.actor_id, name: row.actor_name }),
    action: row.action,
    outcome: row.outcome,
    remoteAddress: row.remote_address,
    userAgent: row.user_agent,
    reference: row.reference,
    detail: row.detail,
  };
  if (row.object_kind === null || row.object_name === null) return event;
  const object = withoutNulls({ kind: row.object_kind, id: row.object_id, name: row.object_name });
  return { ...event, object };
}
