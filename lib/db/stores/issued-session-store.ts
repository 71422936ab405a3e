import type { IssuedSession, IssuedSessionStore } from "../../flows/issuance-ports";
import { withoutNulls } from "../columns";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";
import { isUuid } from "./client";

/** Hours AWS lets a session of an IAM user live; one of a role lives 12 at most. */
const LONGEST_HOURS = 36;
const ROLE_HOURS = 12;
const HOUR_MS = 3_600_000;

interface Columns {
  readonly event_id: string;
  readonly at: Date;
  readonly username: string;
  readonly target_id: string;
  readonly target_name: string;
  readonly role_arn: string | null;
  readonly session_name: string | null;
  readonly access_key_id: string | null;
  readonly expiration: Date | null;
}

/** From the audit: what was handed over is there before it was, so that nothing is missing. */
export function issuedSessionStore(sql: SqlRunner): IssuedSessionStore {
  return {
    alive: async ({ personId, accountId }, now, limit) => {
      if (personId !== undefined && !isUuid(personId)) return [];
      const rows = await sql.rows<Columns>(Prisma.sql`
        SELECT e.id AS event_id, e.at, e.actor_name AS username, e.object_id AS target_id,
          e.object_name AS target_name, e.detail->>'roleArn' AS role_arn,
          e.detail->>'sessionName' AS session_name, e.detail->>'accessKeyId' AS access_key_id,
          ${EXPIRATION} AS expiration
        FROM audit_event e
        WHERE e.action IN ('credentials.issued', 'console.issued')
          AND e.at > ${hoursBefore(now, LONGEST_HOURS)}::timestamptz
          AND CASE WHEN ${EXPIRATION} IS NULL THEN e.at > ${hoursBefore(now, ROLE_HOURS)}::timestamptz
            ELSE ${EXPIRATION} > ${now}::timestamptz END
          AND ${personId === undefined ? Prisma.sql`TRUE` : Prisma.sql`e.actor_id = ${personId}`}
          AND ${accountId === undefined ? Prisma.sql`TRUE` : Prisma.sql`${ACCOUNT} = ${accountId}`}
        ORDER BY e.seq DESC LIMIT ${limit}::int`);
      return rows.map(sessionOf);
    },
  };
}

const EXPIRATION = Prisma.sql`(e.detail->>'expiration')::timestamptz`;
const ACCOUNT = Prisma.sql`split_part(COALESCE(e.detail->>'roleArn', e.detail->>'assumedRoleArn'), ':', 5)`;

function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * HOUR_MS);
}

function sessionOf(row: Columns): IssuedSession {
  return withoutNulls({
    eventId: row.event_id,
    at: row.at,
    username: row.username,
    targetId: row.target_id,
    targetName: row.target_name,
    roleArn: row.role_arn,
    sessionName: row.session_name,
    accessKeyId: row.access_key_id,
    expiration: row.expiration,
  });
}
