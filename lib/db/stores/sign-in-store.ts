import type { ProviderSession } from "../../flows/logout-ports";
import type { SignInPurpose, SignInRequestRecord, SignInResultRecord, SignInStore } from "../../flows/ports";
import type { Authentication } from "../../identity/authentication";
import type { Identity } from "../../identity/identity";
import type { Sealer } from "../../keys/sealing";
import { withoutNulls } from "../columns";
import { Prisma } from "../generated/client";
import type { SqlDatabase, SqlRunner } from "../sql";
import { isStorable, storableJson } from "../storable";
import { keepRelayed } from "./relayed-assertion-store";
import { isFromBeforeRestore } from "./restoration-store";
import { markUsed } from "./used-messages";

type Accepted = Parameters<SignInStore["acceptAssertion"]>[0];

interface RequestColumns {
  readonly id: string;
  readonly connection_id: string;
  readonly purpose: SignInPurpose;
  readonly browser_binding_hash: Uint8Array;
  readonly return_to: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly step_up_person_id: string | null;
  readonly step_up_mfa: boolean;
}

interface ResultColumns {
  readonly handle_hash: Uint8Array;
  readonly connection_id: string;
  readonly purpose: SignInPurpose;
  readonly browser_binding_hash: Uint8Array | null;
  readonly identity: Identity;
  readonly authentication: {
    readonly at?: string;
    readonly context?: string;
    readonly methods: readonly string[];
  };
  readonly return_to: string;
  readonly session_not_on_or_after: Date | null;
  readonly relayed_assertion_id: string | null;
  readonly provider_session: ProviderSession | null;
  readonly expires_at: Date;
}

const RESULT_COLUMNS = Prisma.sql`handle_hash, connection_id, purpose, browser_binding_hash, identity, authentication,
  return_to, session_not_on_or_after, relayed_assertion_id, provider_session, expires_at`;

/** Thrown to roll back; never leaves this file. */
class NotAccepted extends Error {}

export function signInStore(sql: SqlDatabase, sealer: Sealer): SignInStore {
  return {
    createRequest: async (request) => {
      await sql.rows(Prisma.sql`
        INSERT INTO sign_in_request
          (id, connection_id, purpose, browser_binding_hash, return_to, created_at, expires_at, step_up_person_id,
            step_up_mfa)
        VALUES (${request.id}, ${request.connectionId}::uuid, ${request.purpose}::sign_in_purpose,
          ${request.browserBindingHash}::bytea, ${request.returnTo}, ${request.createdAt}::timestamptz,
          ${request.expiresAt}::timestamptz, ${request.stepUp?.personId ?? null}::uuid,
          ${request.stepUp?.mfa ?? false})`);
    },

    findRequest: async (id) => {
      if (!isStorable(id)) return undefined;
      const [row] = await sql.rows<RequestColumns>(Prisma.sql`
        SELECT id, connection_id, purpose, browser_binding_hash, return_to, created_at, expires_at,
          step_up_person_id, step_up_mfa
        FROM sign_in_request WHERE id = ${id}`);
      return row && requestOf(row);
    },

    acceptAssertion: async (accepted) => {
      const { relayed, result } = accepted;
      if (relayed === undefined) return accept(sql, accepted);
      try {
        await sql.transaction(async (transaction) => {
          await keepRelayed(transaction, sealer, result.connectionId, relayed);
          if (!(await accept(transaction, accepted))) throw new NotAccepted();
        });
        return true;
      } catch (error) {
        if (error instanceof NotAccepted) return false;
        throw error;
      }
    },

    markUsed: async ({ issuer, id, expiresAt }) => markUsed(sql, issuer, id, expiresAt),

    createResult: async (result) => {
      await sql.rows(
        Prisma.sql`INSERT INTO sign_in_result (${RESULT_COLUMNS}) SELECT ${resultValues(result)}`,
      );
    },

    peekResult: async (handleHash, now) => {
      const [row] = await sql.rows<ResultColumns>(Prisma.sql`
        SELECT ${RESULT_COLUMNS} FROM sign_in_result
        WHERE handle_hash = ${handleHash}::bytea AND expires_at > ${now}::timestamptz`);
      return row && resultOf(row);
    },

    takeAskedFor: (handleHash, browserBindingHash, now) =>
      take(
        sql,
        handleHash,
        now,
        Prisma.sql`purpose = 'session' AND relayed_assertion_id IS NULL
          AND browser_binding_hash = ${browserBindingHash}::bytea`,
      ),

    takeResult: (handleHash, browserBindingHash, now) =>
      take(
        sql,
        handleHash,
        now,
        Prisma.sql`(browser_binding_hash IS NULL OR browser_binding_hash = ${browserBindingHash ?? null}::bytea)`,
      ),
  };
}

async function take(
  sql: SqlRunner,
  handleHash: Uint8Array,
  now: Date,
  isTheirs: Prisma.Sql,
): Promise<SignInResultRecord | undefined> {
  const [row] = await sql.rows<ResultColumns>(Prisma.sql`
    DELETE FROM sign_in_result
    WHERE handle_hash = ${handleHash}::bytea AND expires_at > ${now}::timestamptz AND ${isTheirs}
    RETURNING ${RESULT_COLUMNS}`);
  return row && resultOf(row);
}

/**
 * Not "look, then write": a second statement waits at the row or the key the first one holds, and then finds
 * the request consumed or the assertion used (security finding: 20 of 20 concurrent replays passed a check).
 * One statement, so that a sign-in makes the way to the database once.
 */
async function accept(sql: SqlRunner, accepted: Accepted): Promise<boolean> {
  const { requestId, result, now, issuer, assertionId, assertionIssuedAt, assertionExpiresAt } = accepted;
  // Whether it was used before the restore nobody knows any more (K07); requests from then are gone.
  if (requestId === undefined && (await isFromBeforeRestore(sql, assertionIssuedAt))) return false;
  const mayBeUsed = requestId === undefined ? Prisma.sql`true` : Prisma.sql`EXISTS (SELECT id FROM request)`;
  const stored = await sql.rows(Prisma.sql`
    WITH request AS (
      SELECT id FROM sign_in_request
      WHERE id = ${requestId ?? null} AND connection_id = ${result.connectionId}::uuid
        AND consumed_at IS NULL AND expires_at > ${now}::timestamptz
      FOR UPDATE
    ), used AS (
      INSERT INTO used_assertion (issuer, assertion_id, expires_at)
      SELECT ${issuer}, ${assertionId}, ${assertionExpiresAt}::timestamptz WHERE ${mayBeUsed}
      ON CONFLICT DO NOTHING
      RETURNING assertion_id
    ), consumed AS (
      UPDATE sign_in_request SET consumed_at = ${now}::timestamptz
      WHERE id IN (SELECT id FROM request) AND EXISTS (SELECT assertion_id FROM used)
    )
    INSERT INTO sign_in_result (${RESULT_COLUMNS}) SELECT ${resultValues(result)} FROM used
    RETURNING handle_hash`);
  return stored.length === 1;
}

/** In the order of {@link RESULT_COLUMNS}. */
function resultValues(result: SignInResultRecord): Prisma.Sql {
  return Prisma.sql`${result.handleHash}::bytea, ${result.connectionId}::uuid, ${result.purpose}::sign_in_purpose,
    ${result.browserBindingHash ?? null}::bytea, ${storableJson(result.identity)}::jsonb,
    ${storableJson(result.authentication)}::jsonb, ${result.returnTo}, ${result.sessionNotOnOrAfter ?? null}::timestamptz,
    ${result.relayedAssertionId ?? null}::uuid,
    ${result.providerSession ? storableJson(result.providerSession) : null}::jsonb, ${result.expiresAt}::timestamptz`;
}

function requestOf(row: RequestColumns): SignInRequestRecord {
  return {
    id: row.id,
    connectionId: row.connection_id,
    purpose: row.purpose,
    browserBindingHash: row.browser_binding_hash,
    returnTo: row.return_to,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    ...(row.step_up_person_id === null
      ? {}
      : { stepUp: { personId: row.step_up_person_id, mfa: row.step_up_mfa } }),
  };
}

function resultOf(row: ResultColumns): SignInResultRecord {
  return withoutNulls({
    handleHash: row.handle_hash,
    connectionId: row.connection_id,
    purpose: row.purpose,
    browserBindingHash: row.browser_binding_hash,
    identity: row.identity,
    authentication: authenticationOf(row.authentication),
    returnTo: row.return_to,
    sessionNotOnOrAfter: row.session_not_on_or_after,
    relayedAssertionId: row.relayed_assertion_id,
    providerSession: row.provider_session,
    expiresAt: row.expires_at,
  });
}

/** JSON has no dates. */
function authenticationOf({ at, ...said }: ResultColumns["authentication"]): Authentication {
  return { ...said, ...(at === undefined ? {} : { at: new Date(at) }) };
}
