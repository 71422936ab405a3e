import { AppError } from "../../errors/app-error";
import type {
  ProvisioningCounts,
  ProvisioningDoor,
  ProvisioningPolicy,
  ProvisioningStore,
  ProvisioningToken,
} from "../../flows/provisioning/ports";
import { withoutNulls } from "../columns";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";
import { isStorable } from "../storable";
import { isUuid } from "./client";
import { forgetBindings, presumeBinding } from "./provisioned-binding";

interface TokenColumns {
  readonly id: string;
  readonly name: string;
  readonly token_hash: Uint8Array;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

interface PolicyColumns {
  readonly provisioning_enabled: boolean;
  readonly groups_from: "sign_in" | "provisioning";
  readonly provisioned_group_name: "display_name" | "external_id";
  readonly provisioning_match_attribute: string | null;
}

const TOKEN_COLUMNS = Prisma.sql`t.id, t.name, t.token_hash, t.created_at, t.last_used_at`;

export function provisioningStore(sql: SqlRunner): ProvisioningStore {
  return {
    door: (slug) => doorOf(sql, slug),
    policy: (connectionId) => policyOf(sql, connectionId),
    setPolicy: (connectionId, policy) => setPolicy(sql, connectionId, policy),
    counts: (connectionId) => countsOf(sql, connectionId),
    tokens: async (connectionId) => (await tokensOf(sql, connectionId)).map(tokenOf),

    addToken: async (connectionId, { id, name, hash, createdAt }) => {
      await sql.rows(Prisma.sql`
        INSERT INTO provisioning_token (id, connection_id, name, token_hash, created_at)
        VALUES (${id}::uuid, ${connectionId}::uuid, ${name}, ${hash}::bytea, ${createdAt}::timestamptz)`);
    },

    removeToken: async (connectionId, id) => {
      if (!isUuid(id)) return undefined;
      const [row] = await sql.rows<TokenColumns>(Prisma.sql`
        DELETE FROM provisioning_token t
        WHERE t.id = ${id}::uuid AND t.connection_id = ${connectionId}::uuid RETURNING ${TOKEN_COLUMNS}`);
      return row && tokenOf(row);
    },

    touchToken: async (id, now) => {
      await sql.rows(Prisma.sql`
        UPDATE provisioning_token SET last_used_at = ${now}::timestamptz
        WHERE id = ${id}::uuid AND (last_used_at IS NULL OR last_used_at < ${now}::timestamptz)`);
    },
  };
}

async function doorOf(sql: SqlRunner, slug: string): Promise<ProvisioningDoor | undefined> {
  if (!isStorable(slug)) return undefined;
  const [connection] = await sql.rows<{ readonly id: string; readonly provisioning_enabled: boolean }>(
    Prisma.sql`SELECT id, provisioning_enabled FROM connection WHERE slug = ${slug}`,
  );
  if (connection === undefined) return undefined;
  const tokens = await tokensOf(sql, connection.id);
  return {
    connectionId: connection.id,
    enabled: connection.provisioning_enabled,
    tokens: tokens.map((row) => ({ ...tokenOf(row), hash: row.token_hash })),
  };
}

function tokensOf(sql: SqlRunner, connectionId: string): Promise<readonly TokenColumns[]> {
  return sql.rows<TokenColumns>(Prisma.sql`
    SELECT ${TOKEN_COLUMNS} FROM provisioning_token t
    WHERE t.connection_id = ${connectionId}::uuid ORDER BY t.created_at, t.id`);
}

function tokenOf({ id, name, created_at, last_used_at }: TokenColumns): ProvisioningToken {
  return withoutNulls({ id, name, createdAt: created_at, lastUsedAt: last_used_at });
}

async function policyOf(sql: SqlRunner, connectionId: string): Promise<ProvisioningPolicy> {
  const [row] = await sql.rows<PolicyColumns>(Prisma.sql`
    SELECT provisioning_enabled, groups_from, provisioned_group_name, provisioning_match_attribute
    FROM connection WHERE id = ${connectionId}::uuid`);
  if (row === undefined) throw new AppError("admin.not_found");
  return {
    enabled: row.provisioning_enabled,
    groupsFrom: row.groups_from === "provisioning" ? "provisioning" : "sign-in",
    groupName: row.provisioned_group_name === "external_id" ? "externalId" : "displayName",
    ...withoutNulls({ matchAttribute: row.provisioning_match_attribute }),
  };
}

async function setPolicy(sql: SqlRunner, connectionId: string, policy: ProvisioningPolicy): Promise<void> {
  const before = await policyOf(sql, connectionId);
  const groupsFrom = policy.groupsFrom === "provisioning" ? "provisioning" : "sign_in";
  const groupName = policy.groupName === "externalId" ? "external_id" : "display_name";
  await sql.rows(Prisma.sql`
    UPDATE connection SET provisioning_enabled = ${policy.enabled}, groups_from = ${groupsFrom}::groups_from,
      provisioned_group_name = ${groupName}::provisioned_group_name,
      provisioning_match_attribute = ${policy.matchAttribute ?? null}
    WHERE id = ${connectionId}::uuid`);
  if (before.matchAttribute !== policy.matchAttribute) await forgetBindings(sql, connectionId);
  if (policy.enabled) await presumeBinding(sql, connectionId);
}

async function countsOf(sql: SqlRunner, connectionId: string): Promise<ProvisioningCounts> {
  const [row] = await sql.rows<{
    readonly users: number;
    readonly active: number;
    readonly known: number;
    readonly groups: number;
    readonly changed: Date | null;
  }>(Prisma.sql`
    SELECT count(*) FILTER (WHERE u.deleted_at IS NULL)::int AS users,
      count(*) FILTER (WHERE u.deleted_at IS NULL AND u.active)::int AS active,
      count(*) FILTER (WHERE u.deleted_at IS NULL AND u.person_id IS NOT NULL)::int AS known,
      (SELECT count(*)::int FROM provisioned_group WHERE connection_id = ${connectionId}::uuid) AS groups,
      GREATEST(max(u.updated_at),
        (SELECT max(updated_at) FROM provisioned_group WHERE connection_id = ${connectionId}::uuid)) AS changed
    FROM provisioned_user u WHERE u.connection_id = ${connectionId}::uuid`);
  return withoutNulls({
    users: row?.users ?? 0,
    activeUsers: row?.active ?? 0,
    knownUsers: row?.known ?? 0,
    groups: row?.groups ?? 0,
    lastChangeAt: row?.changed ?? null,
  });
}
