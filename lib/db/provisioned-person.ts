/**
 * What provisioning says of a person, as columns of any statement over `person AS p` and its `connection AS c`, so that
 * it is asked at the moment of asking wherever a person is read. The questions themselves are functions of the
 * database (migration scim): PostgreSQL plans a function's statements when it is called and a subquery's always, and a
 * connection without provisioning must not pay for it (three times the time of the read every request makes).
 *
 * Which user is which person, and why: ADR 0029.
 */
import { Prisma } from "./generated/client";

/** Disabled or deleted by their identity provider. */
export const IS_DISABLED = Prisma.sql`CASE WHEN c.provisioning_enabled THEN provisioning_disables(p.id) ELSE FALSE END`;

/** Names of groups as grants know them: of the sign-in, or those that are provisioned now. */
export const GROUPS_NOW = Prisma.sql`CASE WHEN c.provisioning_enabled AND c.groups_from = 'provisioning'
  THEN provisioned_groups(p.id, c.provisioned_group_name) ELSE p.groups END`;

export const GROUPS_CLAIM_NOW = Prisma.sql`CASE WHEN c.provisioning_enabled AND c.groups_from = 'provisioning'
  THEN CASE WHEN is_provisioned(p.id) THEN 'present'
    WHEN user_of_another(p.id) IS NULL THEN 'not_provisioned' ELSE 'provisioned_to_another' END
  ELSE p.groups_claim::text END`;
