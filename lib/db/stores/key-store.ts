import type { KeyChanges, KeyPurpose, KeyStatus, KeyStore, StoredKey } from "../../keys/key-store";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";
import { isUuid } from "./client";

interface KeyColumns {
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly status: KeyStatus;
  readonly certificate_pem: string;
  readonly private_key_sealed: Uint8Array;
  readonly not_after: Date;
  readonly created_at: Date;
}

const COLUMNS = Prisma.sql`id, purpose, status, certificate_pem, private_key_sealed, not_after, created_at`;

export function keyStore(sql: SqlRunner): KeyStore {
  return {
    current: (purpose) => currentKey(sql, purpose),

    list: async (purpose) => {
      const rows = await sql.rows<KeyColumns>(Prisma.sql`
        SELECT ${COLUMNS} FROM signing_key WHERE purpose = ${purpose} ORDER BY created_at DESC, id`);
      return rows.map(keyOf);
    },

    insertCurrent: async (key) => {
      // A second replica waits at the partial unique index until the first has committed, then inserts nothing.
      const [inserted] = await sql.rows<KeyColumns>(Prisma.sql`
        INSERT INTO signing_key (${COLUMNS}) VALUES (${valuesOf(key)})
        ON CONFLICT (purpose) WHERE status = 'current' DO NOTHING
        RETURNING ${COLUMNS}`);
      if (inserted !== undefined) return keyOf(inserted);
      const theirs = await currentKey(sql, key.purpose);
      if (theirs === undefined) throw new Error("the current signing key was retired while another was made");
      return theirs;
    },
  };
}

/** @param sql a transaction */
export function keyChanges(sql: SqlRunner): KeyChanges {
  return {
    purposeOf: async (id) => {
      if (!isUuid(id)) return undefined;
      const [row] = await sql.rows<Pick<KeyColumns, "purpose">>(Prisma.sql`
        SELECT purpose FROM signing_key WHERE id = ${id}::uuid`);
      return row?.purpose;
    },

    lock: async (purpose) => {
      // The current key is always there, so whoever comes second waits for a row and then reads what became of it.
      await sql.rows(Prisma.sql`
        SELECT id FROM signing_key WHERE purpose = ${purpose} ORDER BY id FOR UPDATE`);
      return keyStore(sql).list(purpose);
    },

    insertNext: async (key) => {
      await sql.rows(Prisma.sql`INSERT INTO signing_key (${COLUMNS}) VALUES (${valuesOf(key)})`);
    },

    setStatus: async (id, status) => {
      await sql.rows(Prisma.sql`
        UPDATE signing_key SET status = ${status}::key_status,
          private_key_sealed = CASE WHEN ${status} = 'retired' THEN ''::bytea ELSE private_key_sealed END
        WHERE id = ${id}::uuid`);
    },
  };
}

function valuesOf(key: StoredKey): Prisma.Sql {
  return Prisma.sql`${key.id}::uuid, ${key.purpose}, ${key.status}::key_status, ${key.certificatePem},
    ${key.privateKeySealed}::bytea, ${key.notAfter}::timestamptz, ${key.createdAt}::timestamptz`;
}

async function currentKey(sql: SqlRunner, purpose: KeyPurpose): Promise<StoredKey | undefined> {
  const [row] = await sql.rows<KeyColumns>(Prisma.sql`
    SELECT ${COLUMNS} FROM signing_key WHERE purpose = ${purpose} AND status = 'current'`);
  return row && keyOf(row);
}

function keyOf(row: KeyColumns): StoredKey {
  return {
    id: row.id,
    purpose: row.purpose,
    status: row.status,
    certificatePem: row.certificate_pem,
    privateKeySealed: row.private_key_sealed,
    notAfter: row.not_after,
    createdAt: row.created_at,
  };
}
