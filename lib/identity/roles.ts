import type { AppRole } from "./actor";
import type { Identity } from "./identity";

/** Who has a role in Rolebridge itself, as the configuration names them. Matched byte for byte. */
type RoleHolder =
  | { readonly connection: string; readonly group: string }
  | { readonly connection: string; readonly user: string };

export interface ConfiguredRoles {
  readonly administrators: readonly RoleHolder[];
  readonly auditors: readonly RoleHolder[];
}

function holds(identity: Identity, holder: RoleHolder): boolean {
  if (holder.connection !== identity.connection) return false;
  return "group" in holder ? identity.groups.includes(holder.group) : holder.user === identity.username;
}

/** The roles somebody has now. Nobody has one by being first, or by anything stored in the database. */
export function rolesOf(identity: Identity, configured: ConfiguredRoles): ReadonlySet<AppRole> {
  const roles = new Set<AppRole>();
  if (configured.administrators.some((holder) => holds(identity, holder))) roles.add("administrator");
  if (configured.auditors.some((holder) => holds(identity, holder))) roles.add("auditor");
  return roles;
}
