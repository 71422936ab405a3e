/**
 * Which provisioned user is which person (ADR 0029). A sign-in decides, because there the identity provider says the
 * name and the subject in one breath. Until then a user is presumed to be the one person of the connection who has
 * the name. What gives something compares to the letter; what takes away, whatever the case.
 */
import type { EndedAccess, UserOfAnother } from "../../flows/provisioning/ports";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";

/** `provisioned_user AS u` and `person AS p` of one connection. */
interface Matching {
  readonly isSure: Prisma.Sql;
  readonly mayBe: Prisma.Sql;
}

async function matchingOf(sql: SqlRunner, connectionId: string): Promise<Matching> {
  const [connection] = await sql.rows<{ readonly attribute: string | null }>(Prisma.sql`
    SELECT provisioning_match_attribute AS attribute FROM connection WHERE id = ${connectionId}::uuid`);
  const sameName = Prisma.sql`lower(u.user_name) = lower(p.username)`;
  const attribute = connection?.attribute ?? null;
  if (attribute === null) {
    return { isSure: Prisma.sql`(${sameName} AND u.user_name = p.username)`, mayBe: sameName };
  }
  const isSure = Prisma.sql`u.external_id IN (SELECT attribute_values(p.attributes, ${attribute}))`;
  return { isSure, mayBe: Prisma.sql`(${sameName} OR ${isSure})` };
}

/** A sign-in has just said who this is. The person's row holds it already. */
export async function bindAtSignIn(sql: SqlRunner, connectionId: string, personId: string): Promise<void> {
  const { isSure } = await matchingOf(sql, connectionId);
  await sql.rows(Prisma.sql`
    UPDATE provisioned_user u SET person_id = NULL FROM person p
    WHERE p.id = ${personId}::uuid AND u.person_id = p.id AND u.deleted_at IS NULL AND NOT u.is_confirmed
      AND NOT COALESCE(${isSure}, FALSE)`);
  // A user whom a sign-in bound to somebody else stays theirs: two subjects with one name are two people.
  await sql.rows(Prisma.sql`
    UPDATE provisioned_user SET person_id = ${personId}::uuid, is_confirmed = TRUE
    WHERE deleted_at IS NULL AND (person_id IS NULL OR NOT is_confirmed)
      AND (person_id IS NOT DISTINCT FROM ${personId}::uuid OR NOT is_provisioned(${personId}::uuid))
      AND id = (SELECT (array_agg(u.id))[1] FROM provisioned_user u JOIN person p ON p.connection_id = u.connection_id
        WHERE p.id = ${personId}::uuid AND u.deleted_at IS NULL AND ${isSure} HAVING count(*) = 1)`);
}

/**
 * Presumes who users are that no sign-in has bound: where exactly one person may be meant, and surely is.
 * @param userId one user, or all of the connection
 */
export async function presumeBinding(sql: SqlRunner, connectionId: string, userId?: string): Promise<void> {
  const { isSure, mayBe } = await matchingOf(sql, connectionId);
  const which =
    userId === undefined
      ? Prisma.sql`u.connection_id = ${connectionId}::uuid`
      : Prisma.sql`u.connection_id = ${connectionId}::uuid AND u.id = ${userId}::uuid`;
  await sql.rows(Prisma.sql`
    UPDATE provisioned_user u SET person_id = NULL FROM person p
    WHERE ${which} AND p.id = u.person_id AND u.deleted_at IS NULL AND NOT u.is_confirmed
      AND NOT COALESCE(${isSure}, FALSE)`);
  await sql.rows(Prisma.sql`
    UPDATE provisioned_user AS bound SET person_id = found.person_id, is_confirmed = FALSE
    FROM (SELECT u.id AS user_id, p.id AS person_id, ${isSure} AS is_sure,
        count(*) OVER (PARTITION BY u.id) AS people, count(*) OVER (PARTITION BY p.id) AS users
      FROM provisioned_user u JOIN person p ON p.connection_id = u.connection_id AND ${mayBe}
      WHERE ${which} AND u.deleted_at IS NULL) found
    WHERE bound.id = found.user_id AND bound.person_id IS NULL
      AND found.is_sure AND found.people = 1 AND found.users = 1 AND NOT is_provisioned(found.person_id)`);
}

/** The user this person would be, were they not bound to another. */
export async function userOfAnother(sql: SqlRunner, personId: string): Promise<UserOfAnother | undefined> {
  const [row] = await sql.rows<{
    readonly id: string;
    readonly user_name: string;
    readonly person_id: string;
    readonly subject: string;
    readonly username: string;
    readonly display_name: string;
    readonly signed_in_at: Date;
  }>(Prisma.sql`
    SELECT u.id, u.user_name, p.id AS person_id, p.subject, p.username, p.display_name, p.signed_in_at
    FROM provisioned_user u JOIN person p ON p.id = u.person_id
    WHERE u.id = user_of_another(${personId}::uuid)`);
  return (
    row && {
      id: row.id,
      userName: row.user_name,
      person: {
        id: row.person_id,
        subject: row.subject,
        username: row.username,
        displayName: row.display_name,
        signedInAt: row.signed_in_at,
      },
    }
  );
}

/** Everybody is found out anew, at their next sign-in at the latest. */
export async function forgetBindings(sql: SqlRunner, connectionId: string): Promise<void> {
  await sql.rows(Prisma.sql`
    UPDATE provisioned_user SET person_id = NULL, is_confirmed = FALSE
    WHERE connection_id = ${connectionId}::uuid AND deleted_at IS NULL`);
}

/**
 * Ends the app sessions, the assertions for AWS and the sign-ins under way of the person a user is, or of everybody
 * it may be. Part of the transaction that disables, deletes or brings back the user.
 */
export async function endAccessOf(
  sql: SqlRunner,
  connectionId: string,
  userId: string,
  now: Date,
): Promise<EndedAccess> {
  const { mayBe } = await matchingOf(sql, connectionId);
  const people = await sql.rows<{ readonly id: string; readonly subject: string; readonly username: string }>(
    Prisma.sql`
    SELECT p.id, p.subject, p.username
    FROM provisioned_user u JOIN person p ON p.connection_id = u.connection_id
    WHERE u.id = ${userId}::uuid AND (p.id = u.person_id OR (${mayBe} AND NOT is_provisioned(p.id)))
    ORDER BY p.id`,
  );
  const ids = people.map(({ id }) => id);
  const ended = await sql.rows(Prisma.sql`
    UPDATE app_session SET revoked_at = ${now}::timestamptz, ended_by = 'provisioning'
    WHERE person_id = ANY(${ids}::uuid[]) AND revoked_at IS NULL RETURNING id`);
  // A first sign-in that waits for its browser has no person yet, only the name.
  const waiting = await sql.rows<{ readonly relayed_assertion_id: string | null }>(Prisma.sql`
    DELETE FROM sign_in_result r USING provisioned_user u
    WHERE u.id = ${userId}::uuid AND r.connection_id = u.connection_id AND r.purpose = 'session'
      AND (r.identity ->> 'subject' = ANY(${people.map(({ subject }) => subject)}::text[])
        OR lower(r.identity ->> 'username') = lower(u.user_name))
    RETURNING r.relayed_assertion_id`);
  const relayed = waiting.flatMap(({ relayed_assertion_id: id }) => (id === null ? [] : [id]));
  await sql.rows(Prisma.sql`
    DELETE FROM relayed_assertion WHERE person_id = ANY(${ids}::uuid[]) OR id = ANY(${relayed}::uuid[])`);
  return { people: people.map(({ username }) => username), sessions: ended.length };
}
