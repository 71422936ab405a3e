import { randomUUID } from "node:crypto";
import { AppError } from "../../errors/app-error";
import type { PersonRecord, PersonStore } from "../../flows/ports";
import type { Identity } from "../../identity/identity";
import { GRANT_MATCHES_PERSON, PERSON_COLUMNS, type PersonColumns, personOf } from "../columns";
import { Prisma } from "../generated/client";
import { afterCursor, contains, orderAndLimit, type PageOrder, pageOf, sortKeyColumn } from "../paging";
import type { SqlRunner } from "../sql";
import { isStorable, storableText } from "../storable";
import { isUuid } from "./client";
import { bindAtSignIn } from "./provisioned-binding";

const ORDER: PageOrder = {
  columns: [
    { by: Prisma.sql`lower(p.username)`, type: "text" },
    { by: Prisma.sql`p.id`, type: "uuid" },
  ],
  direction: "ASC",
};

const SEARCHED = [
  Prisma.sql`p.username`,
  Prisma.sql`p.email`,
  Prisma.sql`p.display_name`,
  Prisma.sql`p.session_name`,
];

export function personStore(sql: SqlRunner): PersonStore {
  return {
    upsert: async (connectionId, identity, now, sessionNames) => {
      const written = await writePerson(sql, connectionId, identity, now, sessionNames);
      if (!written.has_provisioning) return personOf(written);
      await bindAtSignIn(sql, connectionId, written.person_id);
      return found(await personById(sql, written.person_id));
    },

    list: async (query) => {
      const rows = await sql.rows<PersonColumns & { sort_key: string[] }>(Prisma.sql`
        SELECT ${PERSON_COLUMNS}, ${sortKeyColumn(ORDER)}
        FROM person p JOIN connection c ON c.id = p.connection_id
        WHERE ${afterCursor(ORDER, query.cursor)} AND ${contains(query, SEARCHED)}
        ${orderAndLimit(ORDER, query.limit)}`);
      return pageOf(rows, query.limit, personOf);
    },

    byId: async (id) => {
      return isUuid(id) ? personById(sql, id) : undefined;
    },

    matchingGrants: async (grantIds) => {
      const ids = grantIds.filter(isUuid);
      if (ids.length === 0) return [];
      const rows = await sql.rows<PersonColumns>(Prisma.sql`
        SELECT ${PERSON_COLUMNS} FROM person p JOIN connection c ON c.id = p.connection_id
        WHERE EXISTS (
          SELECT FROM "grant" g
          WHERE g.id = ANY(${ids}::uuid[])
            AND (g.connection_id IS NULL OR g.connection_id = p.connection_id)
            AND ${GRANT_MATCHES_PERSON})
        ORDER BY lower(p.username), p.id`);
      return rows.map(personOf);
    },
  };
}

async function personById(sql: SqlRunner, id: string): Promise<PersonRecord | undefined> {
  const [row] = await sql.rows<PersonColumns>(Prisma.sql`
    SELECT ${PERSON_COLUMNS} FROM person p JOIN connection c ON c.id = p.connection_id WHERE p.id = ${id}::uuid`);
  return row && personOf(row);
}

/** The row was written a moment ago; only its connection can be gone since. */
function found(person: PersonRecord | undefined): PersonRecord {
  if (person === undefined) throw new AppError("signin.connection_unknown");
  return person;
}

type WrittenPerson = PersonColumns & { readonly has_provisioning: boolean };

async function writePerson(
  sql: SqlRunner,
  connectionId: string,
  identity: Identity,
  now: Date,
  sessionNames: Iterable<string>,
): Promise<WrittenPerson> {
  const known = await updatePerson(sql, connectionId, identity, now);
  if (known !== undefined) return known;
  for (const sessionName of sessionNames) {
    const made = await insertPerson(sql, connectionId, identity, now, sessionName);
    if (made !== undefined) return made;
    // Either the name is taken, or this very person signed in twice at once and the other was faster.
    const meanwhile = await updatePerson(sql, connectionId, identity, now);
    if (meanwhile !== undefined) return meanwhile;
  }
  throw new AppError("internal.unexpected", { reason: "session_names_exhausted" });
}

/** One statement: whoever signs in twice at once ends with one row that holds one of the two, whole. */
async function updatePerson(
  sql: SqlRunner,
  connectionId: string,
  identity: Identity,
  now: Date,
): Promise<WrittenPerson | undefined> {
  const said = columnsOf(identity);
  const [row] = await sql.rows<WrittenPerson>(Prisma.sql`
    UPDATE person p SET username = ${said.username}, email = ${said.email}, display_name = ${said.displayName},
      groups = ${said.groups}::text[], groups_claim = ${said.groupsClaim}::groups_claim,
      attributes = ${said.attributes}::jsonb, signed_in_at = ${now}::timestamptz
    FROM connection c
    WHERE c.id = p.connection_id AND p.connection_id = ${connectionId}::uuid AND p.subject = ${said.subject}
    RETURNING ${PERSON_COLUMNS}, c.provisioning_enabled AS has_provisioning`);
  return row;
}

/** Undefined when the session name or the person exists: the unique indexes decide, whoever else is at it. */
async function insertPerson(
  sql: SqlRunner,
  connectionId: string,
  identity: Identity,
  now: Date,
  sessionName: string,
): Promise<WrittenPerson | undefined> {
  const said = columnsOf(identity);
  const [row] = await sql.rows<WrittenPerson>(Prisma.sql`
    WITH p AS (
      INSERT INTO person (id, connection_id, subject, username, email, display_name, groups, groups_claim,
        attributes, session_name, first_seen_at, signed_in_at)
      VALUES (${randomUUID()}::uuid, ${connectionId}::uuid, ${said.subject}, ${said.username}, ${said.email},
        ${said.displayName}, ${said.groups}::text[], ${said.groupsClaim}::groups_claim,
        ${said.attributes}::jsonb, ${sessionName}, ${now}::timestamptz, ${now}::timestamptz)
      ON CONFLICT DO NOTHING
      RETURNING *)
    SELECT ${PERSON_COLUMNS}, c.provisioning_enabled AS has_provisioning
    FROM p JOIN connection c ON c.id = p.connection_id`);
  return row;
}

/**
 * What the database cannot hold as it is: a key or a username is refused, since a repaired one could be another
 * person's; a group or an attribute value is left out, since no grant can name it; a label is repaired.
 */
function columnsOf(identity: Identity) {
  if (!isStorable(identity.subject) || !isStorable(identity.username)) {
    throw new AppError("signin.response_refused", { reason: "identity_not_storable" });
  }
  return {
    subject: identity.subject,
    username: identity.username,
    email: identity.email === undefined ? null : storableText(identity.email),
    displayName: storableText(identity.displayName),
    groups: identity.groups.filter(isStorable),
    groupsClaim: identity.groupsClaim,
    attributes: JSON.stringify(
      identity.attributes
        .filter(({ name }) => isStorable(name))
        .map(({ name, values }) => ({ name, values: values.filter(isStorable) })),
    ),
  };
}
