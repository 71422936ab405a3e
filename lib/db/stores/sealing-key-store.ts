import type { SealingPurpose } from "../../keys/sealing";
import type { SealedValue, SealingKeyStore, StoredSealingKey } from "../../keys/sealing-key-store";
import { Prisma } from "../generated/client";
import { SEALED_COLUMNS, type SealedColumn } from "../sealed-columns";
import type { SqlDatabase, SqlRunner } from "../sql";

interface KeyColumns {
  readonly id: string;
  readonly status: StoredSealingKey["status"];
  readonly kms_key_arn: string | null;
  readonly wrapped: Uint8Array | null;
}

interface ValueColumns {
  readonly id: string;
  readonly purpose: SealingPurpose;
  readonly sealed: Uint8Array;
}

export function sealingKeyStore(sql: SqlDatabase): SealingKeyStore {
  return {
    list: async () => {
      const rows = await sql.rows<KeyColumns>(Prisma.sql`
        SELECT id, status, kms_key_arn, wrapped FROM sealing_key ORDER BY created_at, id`);
      return rows.map(keyOf);
    },

    insert: async ({ id, status, kms }) => {
      await sql.rows(Prisma.sql`
        INSERT INTO sealing_key (id, status, kms_key_arn, wrapped)
        VALUES (${id}, ${status}, ${kms?.keyArn ?? null}, ${kms?.wrapped ?? null}::bytea)
        ON CONFLICT DO NOTHING`);
    },

    anySealed: async () => (await valuesOf(sql, Prisma.sql`TRUE`, 1))[0],

    promoteNext: () =>
      sql.transaction(async (transaction) => {
        // One of each status: the current one leaves its place first.
        const [next] = await transaction.rows<{ id: string }>(Prisma.sql`
          SELECT id FROM sealing_key WHERE status = 'next' FOR UPDATE`);
        if (next === undefined) return;
        await transaction.rows(Prisma.sql`
          UPDATE sealing_key SET status = 'previous' WHERE status = 'current'`);
        await transaction.rows(Prisma.sql`UPDATE sealing_key SET status = 'current' WHERE id = ${next.id}`);
      }),

    sealedByOthers: (keyId, limit) =>
      valuesOf(sql, Prisma.sql`substring(sealed FROM 1 FOR 9) <> decode('02' || ${keyId}, 'hex')`, limit),

    replace: async ({ place, sealed: before }, sealed) => {
      for (const { table, id, column, purpose } of SEALED_COLUMNS) {
        await sql.rows(Prisma.sql`
          UPDATE ${Prisma.raw(table)} SET ${Prisma.raw(column)} = ${sealed}::bytea
          WHERE ${Prisma.raw(id)}::text = ${place.id} AND ${purpose} = ${place.purpose}
            AND ${Prisma.raw(column)} = ${before}::bytea`);
      }
    },

    retirePrevious: async () => {
      await sql.rows(Prisma.sql`
        UPDATE sealing_key SET status = 'retired', wrapped = NULL WHERE status = 'previous'`);
    },
  };
}

/** Values of every column that match. An empty one is a retired signing key's. */
async function valuesOf(
  sql: SqlRunner,
  condition: Prisma.Sql,
  limit: number,
): Promise<readonly SealedValue[]> {
  const tables = SEALED_COLUMNS.map(
    ({ table, id, column, purpose }: SealedColumn) => Prisma.sql`
      SELECT ${Prisma.raw(id)}::text AS id, ${purpose} AS purpose, ${Prisma.raw(column)} AS sealed
      FROM ${Prisma.raw(table)} WHERE octet_length(${Prisma.raw(column)}) > 0`,
  );
  const rows = await sql.rows<ValueColumns>(Prisma.sql`
    SELECT * FROM (${Prisma.join(tables, " UNION ALL ")}) v WHERE ${condition} LIMIT ${limit}::int`);
  return rows.map(({ id, purpose, sealed }) => ({ place: { id, purpose }, sealed }));
}

function keyOf({ id, status, kms_key_arn: keyArn, wrapped }: KeyColumns): StoredSealingKey {
  if (keyArn === null) return { id, status };
  return { id, status, kms: { keyArn, wrapped: wrapped ?? new Uint8Array() } };
}
