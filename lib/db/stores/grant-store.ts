import type { Grant, Principal } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { GrantStore } from "../../flows/ports";
import {
  ACCOUNT_COLUMNS,
  type AccountColumns,
  accountOf,
  GRANT_COLUMNS,
  type GrantColumns,
  grantOf,
} from "../columns";
import { Prisma } from "../generated/client";
import { afterCursor, contains, orderAndLimit, type PageOrder, pageOf, sortKeyColumn } from "../paging";
import { TARGET_COLUMNS, type TargetColumns, targetOf } from "../target-columns";
import { isUuid, type StoreClient } from "./client";

const ORDER: PageOrder = {
  columns: [
    { by: Prisma.sql`lower(a.name)`, type: "text" },
    { by: Prisma.sql`lower(t.name)`, type: "text" },
    { by: Prisma.sql`g.id`, type: "uuid" },
  ],
  direction: "ASC",
};

const SEARCHED = [
  Prisma.sql`g.principal_name`,
  Prisma.sql`g.principal_value`,
  Prisma.sql`g.note`,
  Prisma.sql`t.name`,
  Prisma.sql`t.role_arn`,
  Prisma.sql`a.name`,
  Prisma.sql`a.alias`,
];

export function grantStore(client: StoreClient): GrantStore {
  const { prisma, sql } = client;
  return {
    list: async (query) => {
      const rows = await sql.rows<
        GrantColumns & TargetColumns & AccountColumns & { sort_key: string[] }
      >(Prisma.sql`
        SELECT ${GRANT_COLUMNS}, ${TARGET_COLUMNS}, ${ACCOUNT_COLUMNS}, ${sortKeyColumn(ORDER)}
        FROM "grant" g
          JOIN target t ON t.id = g.target_id
          JOIN account a ON a.account_id = t.account_id
          LEFT JOIN connection gc ON gc.id = g.connection_id
        WHERE ${ofTarget(query.targetId)} AND ${ofAccount(query.accountId)}
          AND ${afterCursor(ORDER, query.cursor)} AND ${contains(query, SEARCHED)}
        ${orderAndLimit(ORDER, query.limit)}`);
      return pageOf(rows, query.limit, (row) => ({
        ...grantOf(row),
        target: targetOf(row),
        account: accountOf(row),
      }));
    },

    byId: async (id) => {
      if (!isUuid(id)) return undefined;
      const [row] = await sql.rows<GrantColumns>(Prisma.sql`
        SELECT ${GRANT_COLUMNS}
        FROM "grant" g LEFT JOIN connection gc ON gc.id = g.connection_id
        WHERE g.id = ${id}::uuid`);
      return row && grantOf(row);
    },

    create: async (grant) => {
      const data = await columnsOf(client, grant);
      const { id } = await prisma.grant.create({ data, select: { id: true } });
      return { ...grant, id };
    },

    update: async (id, grant) => {
      if (!isUuid(id)) throw new AppError("admin.not_found");
      const data = await columnsOf(client, grant);
      const { count } = await prisma.grant.updateMany({ where: { id }, data });
      if (count === 0) throw new AppError("admin.not_found");
      return { ...grant, id };
    },

    delete: async (id) => {
      if (!isUuid(id)) throw new AppError("admin.not_found");
      const { count } = await prisma.grant.deleteMany({ where: { id } });
      if (count === 0) throw new AppError("admin.not_found");
    },
  };
}

function ofTarget(targetId: string | undefined): Prisma.Sql {
  if (targetId === undefined) return Prisma.sql`TRUE`;
  return isUuid(targetId) ? Prisma.sql`g.target_id = ${targetId}::uuid` : Prisma.sql`FALSE`;
}

function ofAccount(accountId: string | undefined): Prisma.Sql {
  return accountId === undefined ? Prisma.sql`TRUE` : Prisma.sql`t.account_id = ${accountId}`;
}

/**
 * Every column by name: a field that a client added must not reach Prisma (nested writes, W12).
 * A slug that nobody has is refused here: as null it would mean "any connection".
 */
async function columnsOf({ sql }: StoreClient, grant: Omit<Grant, "id">) {
  return {
    targetId: grant.targetId,
    connectionId: grant.connection === undefined ? null : await connectionId(sql, grant.connection),
    ...principalColumns(grant.principal),
    notBefore: grant.notBefore ?? null,
    expiresAt: grant.expiresAt ?? null,
    maxDurationSeconds: grant.maxDurationSeconds ?? null,
    note: grant.note ?? null,
  };
}

async function connectionId(sql: StoreClient["sql"], slug: string): Promise<string> {
  const [row] = await sql.rows<{ id: string }>(Prisma.sql`SELECT id FROM connection WHERE slug = ${slug}`);
  if (row !== undefined) return row.id;
  throw new AppError("request.invalid", {
    fields: [{ field: "connection", message: "There is no connection of this name." }],
  });
}

function principalColumns(principal: Principal) {
  if ("group" in principal) {
    return { principalKind: "group", principalName: "", principalValue: principal.group } as const;
  }
  if ("user" in principal) {
    return { principalKind: "user", principalName: "", principalValue: principal.user } as const;
  }
  return {
    principalKind: "attribute",
    principalName: principal.attribute,
    principalValue: principal.equals,
  } as const;
}
