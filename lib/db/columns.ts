/**
 * The columns that several statements read, and what becomes of them. SQL has null where the domain has nothing
 * at all, and snake_case where it has camelCase; both end here.
 */
import type { Partition } from "../aws/partition";
import type { Account, Grant, Principal } from "../entitlements/model";
import type { PersonRecord } from "../flows/ports";
import type { GroupsClaim, IdentityAttribute } from "../identity/identity";
import { Prisma } from "./generated/client";
import { GROUPS_CLAIM_NOW, GROUPS_NOW, IS_DISABLED } from "./provisioned-person";

type Nullable<T> = { readonly [K in keyof T as null extends T[K] ? K : never]?: Exclude<T[K], null> };
type Whole<T> = { readonly [K in keyof T as null extends T[K] ? never : K]: T[K] };

/** The object without its nulls: an optional property is absent and never null or undefined. */
export function withoutNulls<T extends object>(value: T): Whole<T> & Nullable<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null)) as Whole<T> &
    Nullable<T>;
}

/** Of `account AS a`. */
export const ACCOUNT_COLUMNS = Prisma.sql`a.account_id, a.partition, a.name AS account_name, a.alias, a.region,
  a.fallback_regions, a.use_fips, a.use_dual_stack, a.sts_endpoint, a.color, a.labels`;

export interface AccountColumns {
  readonly account_id: string;
  readonly partition: string;
  readonly account_name: string;
  readonly alias: string | null;
  readonly region: string;
  readonly fallback_regions: readonly string[];
  readonly use_fips: boolean;
  readonly use_dual_stack: boolean;
  readonly sts_endpoint: string | null;
  readonly color: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

export function accountOf(row: AccountColumns): Account {
  return withoutNulls({
    accountId: row.account_id,
    partition: row.partition as Partition,
    name: row.account_name,
    alias: row.alias,
    region: row.region,
    fallbackRegions: row.fallback_regions,
    useFips: row.use_fips,
    useDualStack: row.use_dual_stack,
    stsEndpoint: row.sts_endpoint,
    color: row.color,
    labels: row.labels,
  });
}

/** Of `"grant" AS g` and its `connection AS gc`. */
export const GRANT_COLUMNS = Prisma.sql`g.id AS grant_id, g.target_id, gc.slug AS grant_connection, g.principal_kind,
  g.principal_name, g.principal_value, g.not_before, g.expires_at,
  g.max_duration_seconds AS grant_max_duration_seconds, g.note`;

export interface GrantColumns {
  readonly grant_id: string;
  readonly target_id: string;
  readonly grant_connection: string | null;
  readonly principal_kind: "group" | "user" | "attribute";
  readonly principal_name: string;
  readonly principal_value: string;
  readonly not_before: Date | null;
  readonly expires_at: Date | null;
  readonly grant_max_duration_seconds: number | null;
  readonly note: string | null;
}

export function grantOf(row: GrantColumns): Grant {
  return withoutNulls({
    id: row.grant_id,
    targetId: row.target_id,
    connection: row.grant_connection,
    principal: principalOf(row),
    notBefore: row.not_before,
    expiresAt: row.expires_at,
    maxDurationSeconds: row.grant_max_duration_seconds,
    note: row.note,
  });
}

function principalOf(row: GrantColumns): Principal {
  switch (row.principal_kind) {
    case "group":
      return { group: row.principal_value };
    case "user":
      return { user: row.principal_value };
    case "attribute":
      return { attribute: row.principal_name, equals: row.principal_value };
  }
}

/** Of `person AS p` and its `connection AS c`. */
export const PERSON_COLUMNS = Prisma.sql`p.id AS person_id, p.connection_id, c.slug AS connection, p.subject, p.username,
  p.email, p.display_name, ${GROUPS_NOW} AS groups, ${GROUPS_CLAIM_NOW} AS groups_claim, p.attributes, p.session_name,
  p.signed_in_at, ${IS_DISABLED} AS is_disabled`;

/** Whether `"grant" AS g` is about `person AS p` of `connection AS c`, whatever its connection and its time. */
export const GRANT_MATCHES_PERSON = Prisma.sql`CASE g.principal_kind
  WHEN 'group' THEN g.principal_value = ANY(${GROUPS_NOW})
  WHEN 'user' THEN g.principal_value = p.username
  WHEN 'attribute' THEN p.attributes @> jsonb_build_array(jsonb_build_object(
    'name', g.principal_name, 'values', jsonb_build_array(g.principal_value)))
  END`;

export interface PersonColumns {
  readonly person_id: string;
  readonly connection_id: string;
  readonly connection: string;
  readonly subject: string;
  readonly username: string;
  readonly email: string | null;
  readonly display_name: string;
  readonly groups: readonly string[];
  readonly groups_claim: GroupsClaim;
  readonly attributes: readonly IdentityAttribute[];
  readonly session_name: string;
  readonly signed_in_at: Date;
  readonly is_disabled: boolean;
}

export function personOf(row: PersonColumns): PersonRecord {
  return {
    id: row.person_id,
    connectionId: row.connection_id,
    identity: withoutNulls({
      connection: row.connection,
      subject: row.subject,
      username: row.username,
      email: row.email,
      displayName: row.display_name,
      groups: row.groups,
      groupsClaim: row.groups_claim,
      attributes: row.attributes,
    }),
    sessionName: row.session_name,
    signedInAt: row.signed_in_at,
    isDisabled: row.is_disabled,
  };
}
