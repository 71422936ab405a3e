import type { LogoutStore, ProviderLogout } from "../../flows/logout-ports";
import type { NameId } from "../../saml/name-id";
import { withoutNulls } from "../columns";
import { Prisma } from "../generated/client";
import type { SqlDatabase, SqlRunner } from "../sql";
import { isStorable } from "../storable";
import { isUuid } from "./client";
import { markUsed } from "./used-messages";

interface RememberedColumns {
  readonly provider_subject: string;
  readonly provider_session: string | null;
  readonly name_id: NameId | null;
}

interface EndedColumns {
  readonly person_id: string;
  readonly username: string;
}

export function logoutStore(sql: SqlDatabase): LogoutStore {
  return {
    providerSessionOf: async (appSessionId) => {
      if (!isUuid(appSessionId)) return undefined;
      const [row] = await sql.rows<RememberedColumns>(Prisma.sql`
        SELECT provider_subject, provider_session, name_id FROM app_session
        WHERE id = ${appSessionId}::uuid AND provider_subject IS NOT NULL`);
      return (
        row &&
        withoutNulls({ subject: row.provider_subject, session: row.provider_session, nameId: row.name_id })
      );
    },

    endSessions: (logout, now) =>
      sql.transaction(async (transaction) => {
        const { issuer, id, expiresAt } = logout.used;
        if (!(await markUsed(transaction, issuer, id, expiresAt))) return undefined;
        await forgetWaiting(transaction, logout);
        const ended = await end(transaction, logout, now);
        return ended.map((row) => ({ personId: row.person_id, username: row.username }));
      }),

    createRequest: async ({ id, connectionId, expiresAt }) => {
      await sql.rows(Prisma.sql`
        INSERT INTO logout_request (id, connection_id, expires_at)
        VALUES (${id}, ${connectionId}::uuid, ${expiresAt}::timestamptz)`);
    },

    takeRequest: async (id, connectionId, now) => {
      if (!isStorable(id)) return false;
      const taken = await sql.rows(Prisma.sql`
        DELETE FROM logout_request
        WHERE id = ${id} AND connection_id = ${connectionId}::uuid AND expires_at > ${now}::timestamptz
        RETURNING id`);
      return taken.length === 1;
    },
  };
}

/**
 * A provider that names a session ends those of the person, too, of which it never told us which they are: signed in
 * once more is less than signed in for too long.
 */
function meant(
  { subject, sessions }: ProviderLogout,
  ofSubject: Prisma.Sql,
  ofSession: Prisma.Sql,
): Prisma.Sql {
  const named =
    sessions === undefined ? Prisma.sql`TRUE` : Prisma.sql`${ofSession} = ANY(${[...sessions]}::text[])`;
  if (subject === undefined) return Prisma.sql`${sessions === undefined ? Prisma.sql`FALSE` : named}`;
  return Prisma.sql`${ofSubject} = ${subject} AND (${named} OR ${ofSession} IS NULL)`;
}

function end(sql: SqlRunner, logout: ProviderLogout, now: Date): Promise<readonly EndedColumns[]> {
  return sql.rows<EndedColumns>(Prisma.sql`
    UPDATE app_session s SET revoked_at = ${now}::timestamptz, ended_by = 'provider'
    FROM person p
    WHERE p.id = s.person_id AND p.connection_id = ${logout.connectionId}::uuid
      AND s.revoked_at IS NULL AND s.expires_at > ${now}::timestamptz
      AND ${meant(logout, Prisma.sql`s.provider_subject`, Prisma.sql`s.provider_session`)}
    RETURNING p.id AS person_id, p.username`);
}

async function forgetWaiting(sql: SqlRunner, logout: ProviderLogout): Promise<void> {
  await sql.rows(Prisma.sql`
    DELETE FROM sign_in_result r
    WHERE r.connection_id = ${logout.connectionId}::uuid AND r.purpose = 'session'
      AND ${meant(
        logout,
        Prisma.sql`r.provider_session->>'subject'`,
        Prisma.sql`r.provider_session->>'session'`,
      )}`);
}
