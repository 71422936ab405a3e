import type { AppSessionStore } from "../../flows/ports";
import type { AppSessionSummary } from "../../flows/sessions/app-session-summary";
import type { SessionEnd } from "../../flows/sessions/session-end";
import { PERSON_COLUMNS, type PersonColumns, personOf, withoutNulls } from "../columns";
import { Prisma } from "../generated/client";
import { IS_DISABLED } from "../provisioned-person";
import type { SqlRunner } from "../sql";
import { storableJson, storableText } from "../storable";
import { isUuid } from "./client";

interface SessionColumns extends PersonColumns {
  readonly session_id: string;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
  readonly authn_at: Date | null;
  readonly authn_context: string | null;
  readonly authn_methods: readonly string[];
  readonly passkey_at: Date | null;
}

interface EndColumns {
  readonly ended_by: "person" | "provider" | "administrator" | "provisioning" | null;
  readonly is_disabled: boolean;
  readonly connection_on: boolean;
  readonly timed_out: boolean;
}

/** What is so now comes first: only of that the next step can be said for sure. Whoever signed out needs no reason. */
function endFrom(row: EndColumns): SessionEnd | undefined {
  if (row.ended_by === "person") return "person";
  if (row.is_disabled) return "person_disabled";
  if (!row.connection_on) return "connection_off";
  return row.ended_by ?? (row.timed_out ? "timed_out" : undefined);
}

interface SummaryColumns {
  readonly id: string;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
  readonly remote_address: string;
  readonly user_agent: string;
}

function summaryOf(row: SummaryColumns): AppSessionSummary {
  return {
    id: row.id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    remoteAddress: row.remote_address,
    userAgent: row.user_agent,
  };
}

/** Every request asks for its session: straight to the driver, one statement. */
export function appSessionStore(sql: SqlRunner): AppSessionStore {
  return {
    create: async (session) => {
      const { subject, session: providerSession, nameId } = session.providerSession ?? {};
      await sql.rows(Prisma.sql`
        INSERT INTO app_session (id, person_id, created_at, last_seen_at, expires_at, remote_address, user_agent,
          provider_subject, provider_session, name_id, authn_at, authn_context, authn_methods)
        VALUES (${session.id}::uuid, ${session.personId}::uuid, ${session.now}::timestamptz,
          ${session.now}::timestamptz, ${session.expiresAt}::timestamptz,
          ${storableText(session.remoteAddress)}, ${storableText(session.userAgent)},
          ${subject ?? null}, ${providerSession ?? null}, ${nameId ? storableJson(nameId) : null}::jsonb,
          ${session.authentication.at ?? null}::timestamptz, ${session.authentication.context ?? null},
          ${session.authentication.methods}::text[])`);
    },

    find: async (id, now, idleSeconds) => {
      if (!isUuid(id)) return undefined;
      const [row] = await sql.rows<SessionColumns>(findStatement(id, now, idleSeconds));
      return (
        row && {
          id: row.session_id,
          person: personOf(row),
          createdAt: row.created_at,
          lastSeenAt: row.last_seen_at,
          expiresAt: row.expires_at,
          authentication: withoutNulls({
            at: row.authn_at,
            context: row.authn_context,
            methods: row.authn_methods,
          }),
          ...(row.passkey_at === null ? {} : { passkeyAt: row.passkey_at }),
        }
      );
    },

    endOf: async (id, now, idleSeconds) => {
      if (!isUuid(id)) return undefined;
      const [row] = await sql.rows<EndColumns>(Prisma.sql`
        SELECT s.ended_by, ${IS_DISABLED} AS is_disabled, c.enabled AS connection_on,
          s.revoked_at IS NULL AND (s.expires_at <= ${now}::timestamptz
            OR s.last_seen_at <= ${idleSince(now, idleSeconds)}::timestamptz) AS timed_out
        FROM app_session s JOIN person p ON p.id = s.person_id JOIN connection c ON c.id = p.connection_id
        WHERE s.id = ${id}::uuid`);
      return row && endFrom(row);
    },

    touch: async (id, now) => {
      if (!isUuid(id)) return;
      // Answers may overtake each other; the time never goes back.
      await sql.rows(Prisma.sql`
        UPDATE app_session SET last_seen_at = ${now}::timestamptz
        WHERE id = ${id}::uuid AND revoked_at IS NULL AND last_seen_at < ${now}::timestamptz`);
    },

    revoke: async (id, now) => {
      if (!isUuid(id)) return;
      await sql.rows(Prisma.sql`
        UPDATE app_session SET revoked_at = ${now}::timestamptz, ended_by = 'person'
        WHERE id = ${id}::uuid AND revoked_at IS NULL`);
    },

    ofPerson: async (personId, now, idleSeconds) => {
      if (!isUuid(personId)) return [];
      const rows = await sql.rows<SummaryColumns>(Prisma.sql`
        SELECT id, created_at, last_seen_at, expires_at, remote_address, user_agent FROM app_session
        WHERE person_id = ${personId}::uuid AND revoked_at IS NULL AND expires_at > ${now}::timestamptz
          AND last_seen_at > ${idleSince(now, idleSeconds)}::timestamptz
        ORDER BY created_at DESC, id`);
      return rows.map(summaryOf);
    },

    revokeOfPerson: async (personId, now, id) => {
      if (!isUuid(personId) || (id !== undefined && !isUuid(id))) return 0;
      const which = id === undefined ? Prisma.sql`TRUE` : Prisma.sql`id = ${id}::uuid`;
      const ended = await sql.rows(Prisma.sql`
        UPDATE app_session SET revoked_at = ${now}::timestamptz, ended_by = 'administrator'
        WHERE person_id = ${personId}::uuid AND ${which} AND revoked_at IS NULL AND expires_at > ${now}::timestamptz
        RETURNING id`);
      return ended.length;
    },
  };
}

/** The session with its person, when it holds at `now`; a disabled connection or person is signed out. */
export function findStatement(id: string, now: Date, idleSeconds: number): Prisma.Sql {
  return Prisma.sql`
    SELECT s.id AS session_id, s.created_at, s.last_seen_at, s.expires_at, s.authn_at, s.authn_context,
      s.authn_methods, s.passkey_at, ${PERSON_COLUMNS}
    FROM app_session s
      JOIN person p ON p.id = s.person_id
      JOIN connection c ON c.id = p.connection_id AND c.enabled
    WHERE s.id = ${id}::uuid AND s.revoked_at IS NULL AND s.expires_at > ${now}::timestamptz AND NOT ${IS_DISABLED}
      AND s.last_seen_at > ${idleSince(now, idleSeconds)}::timestamptz`;
}

function idleSince(now: Date, idleSeconds: number): Date {
  return new Date(now.getTime() - idleSeconds * 1000);
}
