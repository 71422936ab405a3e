import type { Account } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { AccountStore } from "../../flows/ports";
import { ACCOUNT_COLUMNS, type AccountColumns, accountOf } from "../columns";
import { Prisma } from "../generated/client";
import { afterCursor, contains, orderAndLimit, type PageOrder, pageOf, sortKeyColumn } from "../paging";
import type { StoreClient } from "./client";

const ORDER: PageOrder = {
  columns: [
    { by: Prisma.sql`lower(a.name)`, type: "text" },
    { by: Prisma.sql`a.account_id`, type: "text" },
  ],
  direction: "ASC",
};

const SEARCHED = [Prisma.sql`a.name`, Prisma.sql`a.account_id`, Prisma.sql`a.alias`];

export function accountStore({ prisma, sql }: StoreClient): AccountStore {
  return {
    list: async (query) => {
      const rows = await sql.rows<AccountColumns & { sort_key: string[] }>(Prisma.sql`
        SELECT ${ACCOUNT_COLUMNS}, ${sortKeyColumn(ORDER)} FROM account a
        WHERE ${afterCursor(ORDER, query.cursor)} AND ${contains(query, SEARCHED)}
        ${orderAndLimit(ORDER, query.limit)}`);
      return pageOf(rows, query.limit, accountOf);
    },

    byId: async (accountId) => {
      if (!isAccountId(accountId)) return undefined;
      const [row] = await sql.rows<AccountColumns>(
        Prisma.sql`SELECT ${ACCOUNT_COLUMNS} FROM account a WHERE a.account_id = ${accountId}`,
      );
      return row && accountOf(row);
    },

    create: async (account) => {
      await prisma.account.create({ data: columnsOf(account), select: { accountId: true } });
      return account;
    },

    update: async (accountId, account) => {
      if (!isAccountId(accountId)) throw new AppError("admin.not_found");
      const { count } = await prisma.account.updateMany({ where: { accountId }, data: columnsOf(account) });
      if (count === 0) throw new AppError("admin.not_found");
      return account;
    },

    delete: async (accountId) => {
      if (!isAccountId(accountId)) throw new AppError("admin.not_found");
      const { count } = await prisma.account.deleteMany({ where: { accountId } });
      if (count === 0) throw new AppError("admin.not_found");
    },
  };
}

function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** Every column by name: a field that a client added must not reach Prisma (nested writes, W12). */
function columnsOf(account: Account) {
  return {
    accountId: account.accountId,
    partition: account.partition,
    name: account.name,
    alias: account.alias ?? null,
    region: account.region,
    fallbackRegions: [...account.fallbackRegions],
    useFips: account.useFips,
    useDualStack: account.useDualStack,
    stsEndpoint: account.stsEndpoint ?? null,
    color: account.color ?? null,
    labels: { ...account.labels },
  };
}
