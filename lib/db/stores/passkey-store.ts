import type { Passkey, PasskeyChanges, PasskeyStore } from "../../flows/passkey-ports";
import { withoutNulls } from "../columns";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";
import { isUuid } from "./client";

interface PasskeyColumns {
  readonly id: string;
  readonly credential_id: string;
  readonly public_key: Uint8Array;
  readonly sign_count: string;
  readonly transports: readonly string[];
  readonly backed_up: boolean;
  readonly name: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

/** A bigint is text on every driver. */
const COLUMNS = Prisma.sql`id, credential_id, public_key, sign_count::text, transports, backed_up, name, created_at,
  last_used_at`;

function passkeyOf(row: PasskeyColumns): Passkey {
  return withoutNulls({
    id: row.id,
    credentialId: row.credential_id,
    publicKey: new Uint8Array(row.public_key),
    signCount: Number(row.sign_count),
    transports: row.transports,
    backedUp: row.backed_up,
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  });
}

export function passkeyStore(sql: SqlRunner): PasskeyStore {
  return {
    ofPerson: async (personId) => {
      if (!isUuid(personId)) return [];
      const rows = await sql.rows<PasskeyColumns>(Prisma.sql`
        SELECT ${COLUMNS} FROM passkey WHERE person_id = ${personId}::uuid ORDER BY created_at, id`);
      return rows.map(passkeyOf);
    },

    keepChallenge: async ({ appSessionId, ceremony, challenge, expiresAt }) => {
      await sql.rows(Prisma.sql`
        INSERT INTO passkey_challenge (app_session_id, ceremony, challenge, expires_at)
        VALUES (${appSessionId}::uuid, ${ceremony}::passkey_ceremony, ${challenge}::bytea, ${expiresAt}::timestamptz)
        ON CONFLICT (app_session_id, ceremony)
          DO UPDATE SET challenge = EXCLUDED.challenge, expires_at = EXCLUDED.expires_at`);
    },

    takeChallenge: async (appSessionId, ceremony, now) => {
      const [row] = await sql.rows<{ challenge: Uint8Array; expires_at: Date }>(Prisma.sql`
        DELETE FROM passkey_challenge
        WHERE app_session_id = ${appSessionId}::uuid AND ceremony = ${ceremony}::passkey_ceremony
        RETURNING challenge, expires_at`);
      return row !== undefined && row.expires_at > now ? row.challenge : undefined;
    },

    used: async ({ id, personId, appSessionId, signCountBefore, signCount, backedUp, now }) => {
      const rows = await sql.rows(Prisma.sql`
        WITH used AS (
          UPDATE passkey SET sign_count = ${signCount}::bigint, backed_up = ${backedUp},
            last_used_at = ${now}::timestamptz
          WHERE id = ${id}::uuid AND person_id = ${personId}::uuid AND sign_count = ${signCountBefore}::bigint
            AND EXISTS (SELECT FROM app_session s WHERE s.id = ${appSessionId}::uuid AND s.revoked_at IS NULL
              AND s.person_id = ${personId}::uuid)
          RETURNING id)
        UPDATE app_session SET passkey_at = ${now}::timestamptz
        WHERE id = ${appSessionId}::uuid AND EXISTS (SELECT FROM used)
        RETURNING id`);
      return rows.length === 1;
    },
  };
}

const TRIES = 3;

export function passkeyChanges(sql: SqlRunner): PasskeyChanges {
  return {
    add: async (personId, passkey) => {
      // Whoever was faster took the slot: there is another, or there is none.
      for (let tried = 0; tried < TRIES; tried += 1) {
        if (await insert(sql, personId, passkey)) return "added";
        const [known] = await sql.rows(
          Prisma.sql`SELECT id FROM passkey WHERE credential_id = ${passkey.credentialId}`,
        );
        if (known !== undefined) return "known";
      }
      return "full";
    },

    remove: async (personId, id) => {
      if (!isUuid(personId) || (id !== undefined && !isUuid(id))) return [];
      const rows = await sql.rows<{ id: string; name: string }>(Prisma.sql`
        DELETE FROM passkey
        WHERE person_id = ${personId}::uuid AND (${id ?? null}::uuid IS NULL OR id = ${id ?? null}::uuid)
        RETURNING id, name`);
      if (rows.length > 0) {
        await sql.rows(
          Prisma.sql`UPDATE app_session SET passkey_at = NULL WHERE person_id = ${personId}::uuid AND passkey_at IS NOT NULL`,
        );
      }
      return rows.map((row) => ({ id: row.id, name: row.name }));
    },
  };
}

/** Into the first free slot; the constraints decide, not a count. */
async function insert(sql: SqlRunner, personId: string, passkey: Passkey): Promise<boolean> {
  const rows = await sql.rows(Prisma.sql`
    INSERT INTO passkey (id, person_id, slot, credential_id, public_key, sign_count, transports, backed_up, name,
      created_at)
    SELECT ${passkey.id}::uuid, ${personId}::uuid, free.slot, ${passkey.credentialId}, ${passkey.publicKey}::bytea,
      ${passkey.signCount}::bigint, ${[...passkey.transports]}::text[], ${passkey.backedUp}, ${passkey.name},
      ${passkey.createdAt}::timestamptz
    FROM generate_series(1, 10) AS free (slot)
    WHERE NOT EXISTS (SELECT FROM passkey p WHERE p.person_id = ${personId}::uuid AND p.slot = free.slot)
    ORDER BY free.slot LIMIT 1
    ON CONFLICT DO NOTHING
    RETURNING id`);
  return rows.length === 1;
}
