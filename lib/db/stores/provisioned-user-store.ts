import { AppError } from "../../errors/app-error";
import type { ProvisionedUser, ProvisionedUserStore } from "../../flows/provisioning/ports";
import type { Condition } from "../../scim/filter";
import type { UserDraft, UserProfile } from "../../scim/user";
import { withoutNulls } from "../columns";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";
import { isStorable, storableJson } from "../storable";
import { isUuid } from "./client";
import { countedPage } from "./counted-page";
import { endAccessOf, presumeBinding, userOfAnother } from "./provisioned-binding";

interface UserColumns {
  readonly id: string;
  readonly user_name: string;
  readonly external_id: string | null;
  readonly active: boolean;
  readonly profile: UserProfile;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const COLUMNS = Prisma.sql`u.id, u.user_name, u.external_id, u.active, u.profile, u.version, u.created_at, u.updated_at`;

export function provisionedUserStore(sql: SqlRunner): ProvisionedUserStore {
  return {
    list: async (connectionId, { conditions, ...page }) => {
      const where = Prisma.sql`u.connection_id = ${connectionId}::uuid AND u.deleted_at IS NULL
        AND ${Prisma.join([Prisma.sql`TRUE`, ...conditions.map(conditionOf)], " AND ")}`;
      const source = Prisma.sql`provisioned_user u WHERE ${where}`;
      const { total, rows } = await countedPage<UserColumns>(sql, COLUMNS, source, page);
      return { total, items: rows.map(userOf) };
    },

    byId: (connectionId, id) => userById(sql, connectionId, id, Prisma.empty),

    lock: (connectionId, id) => userById(sql, connectionId, id, Prisma.sql`FOR UPDATE`),

    create: async (connectionId, id, draft, now) => {
      await forgetDeleted(sql, connectionId, draft);
      const [row] = await sql.rows<UserColumns>(Prisma.sql`
        INSERT INTO provisioned_user AS u
          (id, connection_id, user_name, external_id, active, profile, created_at, updated_at)
        VALUES (${id}::uuid, ${connectionId}::uuid, ${draft.userName}, ${draft.externalId ?? null}, ${draft.active},
          ${storableJson(draft.profile)}::jsonb, ${now}::timestamptz, ${now}::timestamptz)
        ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`);
      return row && userOf(row);
    },

    update: async (connectionId, id, draft, now) => {
      await forgetDeleted(sql, connectionId, draft);
      const [row] = await sql.rows<UserColumns>(Prisma.sql`
        UPDATE provisioned_user u SET user_name = ${draft.userName}, external_id = ${draft.externalId ?? null},
          active = ${draft.active}, profile = ${storableJson(draft.profile)}::jsonb, version = u.version + 1,
          updated_at = ${now}::timestamptz
        WHERE u.id = ${id}::uuid AND u.connection_id = ${connectionId}::uuid AND u.deleted_at IS NULL
        RETURNING ${COLUMNS}`);
      if (row === undefined) throw new AppError("scim.not_found");
      return userOf(row);
    },

    // The name stays, to know by it who may not sign in; what else was said of them does not.
    delete: async (connectionId, id, now) => {
      await sql.rows(Prisma.sql`DELETE FROM provisioned_member WHERE user_id = ${id}::uuid`);
      await sql.rows(Prisma.sql`
        UPDATE provisioned_user SET deleted_at = ${now}::timestamptz, updated_at = ${now}::timestamptz,
          active = FALSE, profile = '{}'::jsonb
        WHERE id = ${id}::uuid AND connection_id = ${connectionId}::uuid AND deleted_at IS NULL`);
    },

    ofAnother: (personId) => userOfAnother(sql, personId),

    bind: async (connectionId, id, personId) => {
      await sql.rows(Prisma.sql`
        UPDATE provisioned_user SET person_id = ${personId}::uuid, is_confirmed = TRUE
        WHERE id = ${id}::uuid AND connection_id = ${connectionId}::uuid AND deleted_at IS NULL`);
    },

    presume: (connectionId, id) => presumeBinding(sql, connectionId, id),

    endAccess: (connectionId, id, now) => endAccessOf(sql, connectionId, id, now),
  };
}

/** Who was deleted and is there again under the same name is no longer kept out by the deletion. */
async function forgetDeleted(
  sql: SqlRunner,
  connectionId: string,
  { userName, externalId }: UserDraft,
): Promise<void> {
  await sql.rows(Prisma.sql`
    DELETE FROM provisioned_user
    WHERE connection_id = ${connectionId}::uuid AND deleted_at IS NOT NULL AND person_id IS NULL
      AND (lower(user_name) = lower(${userName}) OR external_id = ${externalId ?? null})`);
}

async function userById(
  sql: SqlRunner,
  connectionId: string,
  id: string,
  locking: Prisma.Sql,
): Promise<ProvisionedUser | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await sql.rows<UserColumns>(Prisma.sql`
    SELECT ${COLUMNS} FROM provisioned_user u
    WHERE u.id = ${id}::uuid AND u.connection_id = ${connectionId}::uuid AND u.deleted_at IS NULL ${locking}`);
  return row && userOf(row);
}

/** By column, each with the comparison its schema says: `caseExact` or not (RFC 7643 section 4.1). */
const TEXT_COLUMNS: ReadonlyMap<string, Prisma.Sql> = new Map([
  ["username", Prisma.sql`lower(u.user_name) = lower`],
  ["externalid", Prisma.sql`u.external_id = `],
  ["displayname", Prisma.sql`lower(u.profile ->> 'displayName') = lower`],
  ["name.familyname", Prisma.sql`lower(u.profile #>> '{name,familyName}') = lower`],
  ["name.givenname", Prisma.sql`lower(u.profile #>> '{name,givenName}') = lower`],
]);

function conditionOf({ attribute, value, type }: Condition): Prisma.Sql {
  if (attribute === "active" && typeof value === "boolean") return Prisma.sql`u.active = ${value}`;
  if (typeof value !== "string" || !isStorable(value)) return Prisma.sql`FALSE`;
  if (attribute === "id") return isUuid(value) ? Prisma.sql`u.id = ${value}::uuid` : Prisma.sql`FALSE`;
  if (attribute === "emails" || attribute === "emails.value") {
    const ofType = type === undefined ? Prisma.sql`TRUE` : Prisma.sql`e.email ->> 'type' = ${type}`;
    return Prisma.sql`EXISTS (SELECT FROM jsonb_array_elements(u.profile -> 'emails') AS e(email)
      WHERE lower(e.email ->> 'value') = lower(${value}) AND ${ofType})`;
  }
  const comparison = TEXT_COLUMNS.get(attribute);
  return comparison === undefined ? Prisma.sql`FALSE` : Prisma.sql`${comparison}(${value})`;
}

function userOf(row: UserColumns): ProvisionedUser {
  return withoutNulls({
    id: row.id,
    userName: row.user_name,
    externalId: row.external_id,
    active: row.active,
    profile: row.profile,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });
}
