import type { KeyPurpose, KeyStatus, KeyStore, StoredKey } from "../../keys/key-store";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";

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
        INSERT INTO signing_key (${COLUMNS})
        VALUES (${key.id}::uuid, ${key.purpose}, 'current', ${key.certificatePem}, ${key.privateKeySealed}::bytea,
          ${key.notAfter}::timestamptz, ${key.createdAt}::timestamptz)
        ON CONFLICT (purpose) WHERE status = 'current' DO NOTHING
        RETURNING ${COLUMNS}`);
      if (inserted !== undefined) return keyOf(inserted);
      const theirs = await currentKey(sql, key.purpose);
      if (theirs === undefined) throw new Error("the current signing key was retired while another was made");
      return theirs;
    },
  };
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
