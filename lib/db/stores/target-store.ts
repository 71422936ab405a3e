import type { TargetDraft } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { TargetStore } from "../../flows/ports";
import { Prisma } from "../generated/client";
import { afterCursor, contains, orderAndLimit, type PageOrder, pageOf, sortKeyColumn } from "../paging";
import { isStorable } from "../storable";
import { TARGET_COLUMNS, type TargetColumns, targetOf, targetRow } from "../target-columns";
import { isUuid, type StoreClient } from "./client";

const ORDER: PageOrder = {
  columns: [
    { by: Prisma.sql`lower(a.name)`, type: "text" },
    { by: Prisma.sql`lower(t.name)`, type: "text" },
    { by: Prisma.sql`t.id`, type: "uuid" },
  ],
  direction: "ASC",
};

const SEARCHED = [
  Prisma.sql`t.name`,
  Prisma.sql`t.role_arn`,
  Prisma.sql`t.description`,
  Prisma.sql`a.name`,
  Prisma.sql`a.alias`,
];

export function targetStore({ prisma, sql }: StoreClient): TargetStore {
  return {
    list: async (query) => {
      const rows = await sql.rows<TargetColumns & { account_name: string; sort_key: string[] }>(Prisma.sql`
        SELECT ${TARGET_COLUMNS}, a.name AS account_name, ${sortKeyColumn(ORDER)}
        FROM target t JOIN account a ON a.account_id = t.account_id
        WHERE ${asked(query)} AND ${afterCursor(ORDER, query.cursor)} AND ${contains(query, SEARCHED)}
        ${orderAndLimit(ORDER, query.limit)}`);
      return pageOf(rows, query.limit, (row) => ({ ...targetOf(row), accountName: row.account_name }));
    },

    byId: async (id) => {
      if (!isUuid(id)) return undefined;
      const [row] = await sql.rows<TargetColumns>(
        Prisma.sql`SELECT ${TARGET_COLUMNS} FROM target t WHERE t.id = ${id}::uuid`,
      );
      return row && targetOf(row);
    },

    countByAccount: async (accountIds) => {
      const rows = await sql.rows<{ account_id: string; targets: number }>(Prisma.sql`
        SELECT account_id, count(*)::int AS targets FROM target
        WHERE account_id = ANY(${accountIds.filter(isStorable)}::text[]) GROUP BY account_id`);
      return new Map(rows.map((row) => [row.account_id, row.targets]));
    },

    create: async (draft) => {
      const data = targetRow(draft, await relayConnectionId({ prisma, sql }, draft));
      const { id } = await prisma.target.create({ data, select: { id: true } });
      return { ...draft, id };
    },

    update: async (id, draft) => {
      if (!isUuid(id)) throw new AppError("admin.not_found");
      const data = targetRow(draft, await relayConnectionId({ prisma, sql }, draft));
      const { count } = await prisma.target.updateMany({ where: { id }, data });
      if (count === 0) throw new AppError("admin.not_found");
      return { ...draft, id };
    },

    delete: async (id) => {
      if (!isUuid(id)) throw new AppError("admin.not_found");
      const { count } = await prisma.target.deleteMany({ where: { id } });
      if (count === 0) throw new AppError("admin.not_found");
    },
  };
}

function asked({ accountId, accessKeyId, relayConnection }: Parameters<TargetStore["list"]>[0]): Prisma.Sql {
  const conditions = [Prisma.sql`TRUE`];
  if (accountId !== undefined) conditions.push(Prisma.sql`t.account_id = ${accountId}`);
  if (accessKeyId !== undefined) conditions.push(Prisma.sql`t.access_key_id = ${accessKeyId}`);
  if (relayConnection !== undefined) {
    conditions.push(
      Prisma.sql`t.relay_connection_id = (SELECT rc.id FROM connection rc WHERE rc.slug = ${relayConnection})`,
    );
  }
  return Prisma.join(conditions, " AND ");
}

/** Targets name a connection by its slug, rows by its id. */
async function relayConnectionId({ prisma }: StoreClient, draft: TargetDraft): Promise<string | null> {
  if (draft.kind !== "saml-relay") return null;
  const connection = await prisma.connection.findUnique({
    where: { slug: draft.relayConnection },
    select: { id: true },
  });
  if (connection === null) throw new AppError("admin.not_found");
  return connection.id;
}
