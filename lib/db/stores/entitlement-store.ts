import type { MatchedGrant } from "../../entitlements/entitlement";
import type { Account, Target } from "../../entitlements/model";
import type { EntitlementStore } from "../../flows/ports";
import type { Identity } from "../../identity/identity";
import {
  ACCOUNT_COLUMNS,
  type AccountColumns,
  accountOf,
  GRANT_COLUMNS,
  type GrantColumns,
  grantOf,
} from "../columns";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";
import { isStorable } from "../storable";
import { TARGET_COLUMNS, type TargetColumns, targetOf } from "../target-columns";
import { isUuid } from "./client";

export type MatchRow = GrantColumns & TargetColumns & AccountColumns;
type Only = Parameters<EntitlementStore["matching"]>[2];

/** The hot read: straight to the driver, one statement. */
export function entitlementStore(sql: SqlRunner): EntitlementStore {
  return {
    matching: async (identity, now, only) =>
      matchedGrants(await sql.rows<MatchRow>(matchingStatement(identity, now, only))),
  };
}

/**
 * Grants by who they are for, one index range each, then what they point at. Window and connection are decided
 * here as well: a row that comes out is access.
 */
export function matchingStatement(identity: Identity, now: Date, only: Only): Prisma.Sql {
  const attributes = attributePairs(identity);
  return Prisma.sql`
    SELECT ${GRANT_COLUMNS}, ${TARGET_COLUMNS}, ${ACCOUNT_COLUMNS}, a.locked_down_at AS account_locked_down_at
    FROM (
        SELECT * FROM "grant" WHERE principal_kind = 'group' AND principal_name = ''
          AND principal_value = ANY(${identity.groups.filter(isStorable)}::text[])
        UNION ALL
        SELECT * FROM "grant" WHERE principal_kind = 'user' AND principal_name = ''
          AND principal_value = ${isStorable(identity.username) ? identity.username : ""}
        UNION ALL
        SELECT "grant".* FROM unnest(${attributes.names}::text[], ${attributes.values}::text[]) AS own(name, value)
          JOIN "grant" ON principal_kind = 'attribute' AND principal_name = own.name AND principal_value = own.value
      ) g
      JOIN target t ON t.id = g.target_id
      JOIN account a ON a.account_id = t.account_id
      LEFT JOIN connection gc ON gc.id = g.connection_id
    WHERE (g.connection_id IS NULL OR gc.slug = ${identity.connection})
      AND (g.not_before IS NULL OR g.not_before <= ${now}::timestamptz)
      AND (g.expires_at IS NULL OR g.expires_at > ${now}::timestamptz)
      AND ${onlyCondition(only)}
    ORDER BY g.id`;
}

/** Targets and accounts repeat in the rows; each is built once. */
export function matchedGrants(rows: readonly MatchRow[]): readonly MatchedGrant[] {
  const targets = new Map<string, Target>();
  const accounts = new Map<string, Account>();
  return rows.map((row) => ({
    grant: grantOf(row),
    target: remembered(targets, row.target_id, () => targetOf(row)),
    account: remembered(accounts, row.account_id, () => accountOf(row)),
  }));
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const existing = known.get(key);
  if (existing !== undefined) return existing;
  const made = make();
  known.set(key, made);
  return made;
}

function onlyCondition(only: Only): Prisma.Sql {
  if (only === undefined) return Prisma.sql`TRUE`;
  if ("targetId" in only) {
    return isUuid(only.targetId) ? Prisma.sql`t.id = ${only.targetId}::uuid` : Prisma.sql`FALSE`;
  }
  if (!isStorable(only.account) || !isStorable(only.role)) return Prisma.sql`FALSE`;
  return Prisma.sql`(a.account_id = ${only.account} OR lower(a.alias) = lower(${only.account}))
    AND lower(t.name) = lower(${only.role})`;
}

/** Each pair once, so that a value an IdP sent twice does not match twice. */
function attributePairs(identity: Identity): { names: readonly string[]; values: readonly string[] } {
  const names: string[] = [];
  const values: string[] = [];
  const seen = new Map<string, Set<string>>();
  for (const attribute of identity.attributes) {
    const known = remembered(seen, attribute.name, () => new Set<string>());
    for (const value of attribute.values) {
      if (known.has(value) || !isStorable(attribute.name) || !isStorable(value)) continue;
      known.add(value);
      names.push(attribute.name);
      values.push(value);
    }
  }
  return { names, values };
}
