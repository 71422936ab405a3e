import { AppError } from "../../errors/app-error";
import type {
  ProvisionedGroup,
  ProvisionedGroupStore,
  ProvisionedMember,
} from "../../flows/provisioning/ports";
import type { Condition } from "../../scim/filter";
import { withoutNulls } from "../columns";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";
import { isStorable } from "../storable";
import { isUuid } from "./client";
import { countedPage } from "./counted-page";

interface GroupColumns {
  readonly id: string;
  readonly display_name: string;
  readonly external_id: string | null;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

interface NameColumn {
  readonly user_name: string;
}

const COLUMNS = Prisma.sql`g.id, g.display_name, g.external_id, g.version, g.created_at, g.updated_at`;

export function provisionedGroupStore(sql: SqlRunner): ProvisionedGroupStore {
  return {
    list: async (connectionId, { conditions, ...page }) => {
      const where = Prisma.sql`g.connection_id = ${connectionId}::uuid
        AND ${Prisma.join([Prisma.sql`TRUE`, ...conditions.map(conditionOf)], " AND ")}`;
      const source = Prisma.sql`provisioned_group g WHERE ${where}`;
      const { total, rows } = await countedPage<GroupColumns>(sql, COLUMNS, source, page);
      return { total, items: rows.map(groupOf) };
    },

    byId: (connectionId, id) => groupById(sql, connectionId, id, Prisma.empty),

    lock: (connectionId, id) => groupById(sql, connectionId, id, Prisma.sql`FOR UPDATE`),

    create: async (connectionId, id, draft, now) => {
      const [row] = await sql.rows<GroupColumns>(Prisma.sql`
        INSERT INTO provisioned_group AS g (id, connection_id, display_name, external_id, created_at, updated_at)
        VALUES (${id}::uuid, ${connectionId}::uuid, ${draft.displayName}, ${draft.externalId ?? null},
          ${now}::timestamptz, ${now}::timestamptz)
        ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`);
      return row && groupOf(row);
    },

    update: async (connectionId, id, draft, now) => {
      await touchPeople(
        sql,
        Prisma.sql`m.group_id = ${id}::uuid AND EXISTS (SELECT FROM provisioned_group g
        WHERE g.id = m.group_id
          AND (g.display_name, g.external_id) IS DISTINCT FROM (${draft.displayName}, ${draft.externalId ?? null}))`,
      );
      const [row] = await sql.rows<GroupColumns>(Prisma.sql`
        UPDATE provisioned_group g SET display_name = ${draft.displayName}, external_id = ${draft.externalId ?? null},
          version = g.version + 1, updated_at = ${now}::timestamptz
        WHERE g.id = ${id}::uuid AND g.connection_id = ${connectionId}::uuid RETURNING ${COLUMNS}`);
      if (row === undefined) throw new AppError("scim.not_found");
      return groupOf(row);
    },

    delete: async (connectionId, id) => {
      await touchPeople(sql, Prisma.sql`m.group_id = ${id}::uuid`);
      await sql.rows(Prisma.sql`
        DELETE FROM provisioned_group WHERE id = ${id}::uuid AND connection_id = ${connectionId}::uuid`);
    },

    members: (groupIds) => membersOf(sql, groupIds),

    changeMembers: async (connectionId, id, { kind, ids }) => {
      const known = await sql.rows<{ readonly id: string }>(Prisma.sql`
        SELECT id FROM provisioned_user WHERE connection_id = ${connectionId}::uuid AND deleted_at IS NULL
          AND id = ANY(${ids.filter(isUuid)}::uuid[])`);
      const members = known.map((user) => user.id);
      const isKnown = new Set(members);
      return {
        removed: kind === "add" ? [] : await removeMembers(sql, id, kind === "remove", members),
        added: kind === "remove" ? [] : await addMembers(sql, id, members),
        unknown: kind === "remove" ? [] : ids.filter((each) => !isKnown.has(each.toLowerCase())),
      };
    },
  };
}

async function addMembers(
  sql: SqlRunner,
  groupId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const rows = await sql.rows<NameColumn>(Prisma.sql`
    WITH added AS (
      INSERT INTO provisioned_member (group_id, user_id)
      SELECT ${groupId}::uuid, each FROM unnest(${[...ids]}::uuid[]) AS each
      ON CONFLICT DO NOTHING RETURNING user_id)
    SELECT u.user_name FROM added JOIN provisioned_user u ON u.id = added.user_id ORDER BY u.user_name`);
  return rows.map((row) => row.user_name);
}

/** @param these whether those named go, or all others */
async function removeMembers(
  sql: SqlRunner,
  groupId: string,
  these: boolean,
  ids: readonly string[],
): Promise<readonly string[]> {
  const leaving = Prisma.sql`m.group_id = ${groupId}::uuid AND (m.user_id = ANY(${[...ids]}::uuid[])) = ${these}`;
  await touchPeople(sql, leaving);
  const rows = await sql.rows<NameColumn>(Prisma.sql`
    WITH removed AS (DELETE FROM provisioned_member m WHERE ${leaving} RETURNING m.user_id)
    SELECT u.user_name FROM removed JOIN provisioned_user u ON u.id = removed.user_id ORDER BY u.user_name`);
  return rows.map((row) => row.user_name);
}

/**
 * Rewrites the rows of people who lose a group, as they are: an issuance that is about to be written holds the row of
 * its person, so it is committed before this is, or it waits and then finds the group gone (A08).
 * @param members condition on `provisioned_member AS m`
 */
async function touchPeople(sql: SqlRunner, members: Prisma.Sql): Promise<void> {
  await sql.rows(Prisma.sql`
    UPDATE person SET groups = groups WHERE id IN (
      SELECT u.person_id FROM provisioned_member m JOIN provisioned_user u ON u.id = m.user_id WHERE ${members})`);
}

async function membersOf(
  sql: SqlRunner,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ProvisionedMember[]>> {
  const rows = await sql.rows<{
    readonly group_id: string;
    readonly id: string;
    readonly user_name: string;
    readonly display_name: string | null;
  }>(Prisma.sql`
    SELECT m.group_id, u.id, u.user_name, u.profile ->> 'displayName' AS display_name
    FROM provisioned_member m JOIN provisioned_user u ON u.id = m.user_id
    WHERE m.group_id = ANY(${groupIds.filter(isUuid)}::uuid[]) ORDER BY u.created_at, u.id`);
  const members = new Map<string, ProvisionedMember[]>();
  for (const { group_id, id, user_name: userName, display_name: displayName } of rows) {
    const member = withoutNulls({ id, userName, displayName });
    const known = members.get(group_id);
    if (known === undefined) members.set(group_id, [member]);
    else known.push(member);
  }
  return members;
}

async function groupById(
  sql: SqlRunner,
  connectionId: string,
  id: string,
  locking: Prisma.Sql,
): Promise<ProvisionedGroup | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await sql.rows<GroupColumns>(Prisma.sql`
    SELECT ${COLUMNS} FROM provisioned_group g
    WHERE g.id = ${id}::uuid AND g.connection_id = ${connectionId}::uuid ${locking}`);
  return row && groupOf(row);
}

function conditionOf({ attribute, value }: Condition): Prisma.Sql {
  if (typeof value !== "string" || !isStorable(value)) return Prisma.sql`FALSE`;
  switch (attribute) {
    case "id":
      return isUuid(value) ? Prisma.sql`g.id = ${value}::uuid` : Prisma.sql`FALSE`;
    case "displayname":
      return Prisma.sql`lower(g.display_name) = lower(${value})`;
    case "externalid":
      return Prisma.sql`g.external_id = ${value}`;
    case "members":
    case "members.value":
      return isUuid(value)
        ? Prisma.sql`EXISTS (SELECT FROM provisioned_member m WHERE m.group_id = g.id AND m.user_id = ${value}::uuid)`
        : Prisma.sql`FALSE`;
    default:
      return Prisma.sql`FALSE`;
  }
}

function groupOf(row: GroupColumns): ProvisionedGroup {
  return withoutNulls({
    id: row.id,
    displayName: row.display_name,
    externalId: row.external_id,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });
}
