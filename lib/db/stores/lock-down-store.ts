import { AppError } from "../../errors/app-error";
import type { LockDownStore } from "../../flows/issuance-ports";
import type { LockDown, LockDownChanges, LockDownScope } from "../../flows/lock-down";
import { Prisma } from "../generated/client";
import { afterCursor, contains, orderAndLimit, type PageOrder, pageOf, sortKeyColumn } from "../paging";
import type { SqlRunner } from "../sql";
import { storableText } from "../storable";
import { isUuid } from "./client";

const ORDER: PageOrder = {
  columns: [
    { by: Prisma.sql`(CASE WHEN l.lifted_at IS NULL THEN 1 ELSE 0 END)`, type: "bigint" },
    { by: Prisma.sql`to_char(l.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')`, type: "text" },
    { by: Prisma.sql`l.id`, type: "uuid" },
  ],
  direction: "DESC",
};

const SEARCHED = [Prisma.sql`l.subject_name`, Prisma.sql`l.subject_id`, Prisma.sql`l.reason`];

const COLUMNS = Prisma.sql`l.id, l.scope::text AS scope, l.subject_id, l.subject_name, l.reason, l.created_at,
  l.created_by, l.lifted_at, l.lifted_by, l.lift_reason`;

interface LockDownColumns {
  readonly id: string;
  readonly scope: LockDownScope;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly reason: string;
  readonly created_at: Date;
  readonly created_by: string;
  readonly lifted_at: Date | null;
  readonly lifted_by: string | null;
  readonly lift_reason: string | null;
}

export function lockDownStore(sql: SqlRunner): LockDownStore {
  return {
    list: async (query) => {
      const rows = await sql.rows<LockDownColumns & { sort_key: string[] }>(Prisma.sql`
        SELECT ${COLUMNS}, ${sortKeyColumn(ORDER)} FROM lock_down l
        WHERE ${afterCursor(ORDER, query.cursor)} AND ${contains(query, SEARCHED)}
        ${orderAndLimit(ORDER, query.limit)}`);
      return pageOf(rows, query.limit, lockDownOf);
    },
    byId: (id) => byId(sql, id),
    inForce: async () => {
      const rows = await sql.rows<LockDownColumns>(Prisma.sql`
        SELECT ${COLUMNS} FROM lock_down l WHERE l.lifted_at IS NULL ORDER BY l.scope, l.created_at, l.id`);
      return rows.map(lockDownOf);
    },
  };
}

/** The row tells people why; the column on the gate, the account or the person is what issuance reads. */
export function lockDownChanges(sql: SqlRunner): LockDownChanges {
  return {
    byId: (id) => byId(sql, id),

    create: async ({ id, scope, subjectId = "", subjectName = "", reason, createdAt, createdBy }) => {
      await sql.rows(Prisma.sql`
        INSERT INTO lock_down (id, scope, subject_id, subject_name, reason, created_at, created_by)
        VALUES (${id}::uuid, ${scope}::lock_down_scope, ${subjectId}, ${storableText(subjectName)},
          ${storableText(reason)}, ${createdAt}::timestamptz, ${storableText(createdBy)})`);
      if (!(await setGate(sql, scope, subjectId, createdAt))) throw new AppError("admin.not_found");
    },

    lift: async (id, { at, by, reason }) => {
      if (!isUuid(id)) return false;
      const [row] = await sql.rows<{ scope: LockDownScope; subject_id: string }>(Prisma.sql`
        UPDATE lock_down SET lifted_at = ${at}::timestamptz, lifted_by = ${storableText(by)},
          lift_reason = ${storableText(reason)}
        WHERE id = ${id}::uuid AND lifted_at IS NULL
        RETURNING scope::text AS scope, subject_id`);
      if (row === undefined) return false;
      // The account may be gone meanwhile: then there is nothing left to open.
      await setGate(sql, row.scope, row.subject_id, null);
      return true;
    },
  };
}

async function byId(sql: SqlRunner, id: string): Promise<LockDown | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await sql.rows<LockDownColumns>(
    Prisma.sql`SELECT ${COLUMNS} FROM lock_down l WHERE l.id = ${id}::uuid`,
  );
  return row && lockDownOf(row);
}

/** False when there is no such subject. */
async function setGate(
  sql: SqlRunner,
  scope: LockDownScope,
  subjectId: string,
  at: Date | null,
): Promise<boolean> {
  const rows = await sql.rows(gateStatement(scope, subjectId, at));
  return rows.length > 0;
}

function gateStatement(scope: LockDownScope, subjectId: string, at: Date | null): Prisma.Sql {
  switch (scope) {
    case "everything":
      return Prisma.sql`UPDATE issuance_gate SET locked_down_at = ${at}::timestamptz RETURNING id`;
    case "account":
      return Prisma.sql`UPDATE account SET locked_down_at = ${at}::timestamptz
        WHERE account_id = ${subjectId} RETURNING account_id`;
    case "person":
      return Prisma.sql`UPDATE person SET locked_down_at = ${at}::timestamptz
        WHERE id = ${isUuid(subjectId) ? subjectId : null}::uuid RETURNING id`;
  }
}

function lockDownOf(row: LockDownColumns): LockDown {
  const { lifted_at: at, lifted_by: by, lift_reason: reason } = row;
  return {
    id: row.id,
    scope: row.scope,
    ...(row.scope === "everything" ? {} : { subjectId: row.subject_id, subjectName: row.subject_name }),
    reason: row.reason,
    createdAt: row.created_at,
    createdBy: row.created_by,
    ...(at === null || by === null || reason === null ? {} : { lifted: { at, by, reason } }),
  };
}
