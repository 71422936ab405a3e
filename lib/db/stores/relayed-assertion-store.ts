import type { RelayedAssertion, RelayedAssertionStore, RelayedResponse } from "../../flows/relay-ports";
import type { SealedPlace, Sealer } from "../../keys/sealing";
import { Secret } from "../../secret/secret";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";

interface RelayedColumns {
  readonly id: string;
  readonly assertion_id: string;
  readonly roles: readonly string[];
  readonly recipient: string | null;
  readonly expires_at: Date;
}

/** Whoever moves a row to another id, or the secret to another row, gets nothing out of it (K02). */
function placeOf(id: string): SealedPlace {
  return { purpose: "relayed-assertion", id };
}

export function relayedAssertionStore(sql: SqlRunner, sealer: Sealer): RelayedAssertionStore {
  return {
    claim: async (id, personId, now) => {
      const [row] = await sql.rows<RelayedColumns>(Prisma.sql`
        UPDATE relayed_assertion SET person_id = ${personId}::uuid
        WHERE id = ${id}::uuid AND person_id IS NULL AND expires_at > ${now}::timestamptz
        RETURNING id, assertion_id, roles, recipient, expires_at`);
      return row && relayedOf(row);
    },

    find: async (personId, connection, { role, recipient }, now) => {
      const [row] = await sql.rows<RelayedColumns & { readonly response_sealed: Uint8Array }>(Prisma.sql`
        SELECT r.id, r.assertion_id, r.roles, r.recipient, r.expires_at, r.response_sealed
        FROM relayed_assertion r JOIN connection c ON c.id = r.connection_id
        WHERE r.person_id = ${personId}::uuid AND c.slug = ${connection} AND c.enabled
          AND r.expires_at > ${now}::timestamptz AND ${role} = ANY(r.roles)
          AND (${recipient ?? null}::text IS NULL OR r.recipient = ${recipient ?? null}::text)
        ORDER BY r.expires_at DESC, r.id LIMIT 1`);
      if (row === undefined) return undefined;
      const response = sealer.open(placeOf(row.id), row.response_sealed).toString("utf8");
      return { ...relayedOf(row), response: new Secret(response) };
    },

    list: async (personId, connection, now) => {
      const rows = await sql.rows<RelayedColumns>(Prisma.sql`
        SELECT r.id, r.assertion_id, r.roles, r.recipient, r.expires_at FROM relayed_assertion r JOIN connection c ON c.id = r.connection_id
        WHERE r.person_id = ${personId}::uuid AND c.slug = ${connection} AND c.enabled
          AND r.expires_at > ${now}::timestamptz
        ORDER BY r.expires_at DESC, r.id`);
      return rows.map(relayedOf);
    },
  };
}

/** Part of the transaction that accepts the assertion; it belongs to nobody yet. */
export async function keepRelayed(
  sql: SqlRunner,
  sealer: Sealer,
  connectionId: string,
  relayed: RelayedResponse,
): Promise<void> {
  const sealed = sealer.seal(placeOf(relayed.id), Buffer.from(relayed.response.reveal(), "utf8"));
  await sql.rows(Prisma.sql`
    INSERT INTO relayed_assertion (id, connection_id, assertion_id, response_sealed, roles, recipient, expires_at)
    VALUES (${relayed.id}::uuid, ${connectionId}::uuid, ${relayed.assertionId}, ${sealed}::bytea,
      ${[...relayed.roles]}::text[], ${relayed.recipient ?? null}, ${relayed.expiresAt}::timestamptz)`);
}

/** At its end and not an hour later: what it is, nobody may find in a backup. */
export async function deleteExpiredRelayed(sql: SqlRunner, now: Date): Promise<void> {
  await sql.rows(Prisma.sql`DELETE FROM relayed_assertion WHERE expires_at <= ${now}::timestamptz`);
}

function relayedOf(row: RelayedColumns): RelayedAssertion {
  return {
    id: row.id,
    assertionId: row.assertion_id,
    roles: row.roles,
    ...(row.recipient === null ? {} : { recipient: row.recipient }),
    expiresAt: row.expires_at,
  };
}
