import type { AccessKey } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { AccessKeyStore } from "../../flows/ports";
import type { SealedPlace, Sealer } from "../../keys/sealing";
import { Secret } from "../../secret/secret";
import { withoutNulls } from "../columns";
import { Prisma } from "../generated/client";
import { afterCursor, contains, orderAndLimit, type PageOrder, pageOf, sortKeyColumn } from "../paging";
import { isStorable } from "../storable";
import { deleting } from "../translate-error";
import type { StoreClient } from "./client";

interface AccessKeyColumns {
  readonly access_key_id: string;
  readonly account_id: string;
  readonly user_arn: string;
  readonly note: string | null;
}

/** Without the sealed secret: what no list reads, no list can give away. */
const COLUMNS = Prisma.sql`k.access_key_id, k.account_id, k.user_arn, k.note`;

const ORDER: PageOrder = {
  columns: [
    { by: Prisma.sql`lower(k.user_arn)`, type: "text" },
    { by: Prisma.sql`k.access_key_id`, type: "text" },
  ],
  direction: "ASC",
};

const SEARCHED = [Prisma.sql`k.access_key_id`, Prisma.sql`k.user_arn`, Prisma.sql`k.note`];

export function accessKeyStore({ prisma, sql }: StoreClient, sealer: Sealer): AccessKeyStore {
  return {
    list: async (query) => {
      const rows = await sql.rows<AccessKeyColumns & { targets: number; sort_key: string[] }>(Prisma.sql`
        SELECT ${COLUMNS}, ${sortKeyColumn(ORDER)},
          (SELECT count(*)::int FROM target t WHERE t.access_key_id = k.access_key_id) AS targets
        FROM access_key k
        WHERE ${afterCursor(ORDER, query.cursor)} AND ${contains(query, SEARCHED)}
        ${orderAndLimit(ORDER, query.limit)}`);
      return pageOf(rows, query.limit, (row) => ({ ...accessKeyOf(row), targetCount: row.targets }));
    },

    byId: async (accessKeyId) => {
      if (!isStorable(accessKeyId)) return undefined;
      const [row] = await sql.rows<AccessKeyColumns>(
        Prisma.sql`SELECT ${COLUMNS} FROM access_key k WHERE k.access_key_id = ${accessKeyId}`,
      );
      return row && accessKeyOf(row);
    },

    secretOf: async (accessKeyId) => {
      if (!isStorable(accessKeyId)) return undefined;
      const [row] = await sql.rows<{ secret_sealed: Uint8Array }>(
        Prisma.sql`SELECT k.secret_sealed FROM access_key k WHERE k.access_key_id = ${accessKeyId}`,
      );
      return row && new Secret(sealer.open(placeOf(accessKeyId), row.secret_sealed).toString("utf8"));
    },

    create: async (key, secretAccessKey) => {
      const sealed = sealer.seal(placeOf(key.accessKeyId), Buffer.from(secretAccessKey.reveal(), "utf8"));
      await prisma.accessKey.create({
        data: {
          accessKeyId: key.accessKeyId,
          accountId: key.accountId,
          userArn: key.userArn,
          secretSealed: new Uint8Array(sealed),
          note: key.note ?? null,
        },
        select: { accessKeyId: true },
      });
      return key;
    },

    delete: async (accessKeyId) => {
      if (!isStorable(accessKeyId)) throw new AppError("admin.not_found");
      const { count } = await deleting(prisma.accessKey.deleteMany({ where: { accessKeyId } }));
      if (count === 0) throw new AppError("admin.not_found");
    },
  };
}

function placeOf(accessKeyId: string): SealedPlace {
  return { purpose: "access-key/secret", id: accessKeyId };
}

function accessKeyOf(row: AccessKeyColumns): AccessKey {
  return withoutNulls({
    accessKeyId: row.access_key_id,
    accountId: row.account_id,
    userArn: row.user_arn,
    note: row.note,
  });
}
