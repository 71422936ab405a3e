import type { Identity } from "../identity/identity";
import type { Grant, Principal } from "./model";

function isMeant(identity: Identity, principal: Principal): boolean {
  if ("group" in principal) return identity.groups.includes(principal.group);
  if ("user" in principal) return identity.username === principal.user;
  return identity.attributes.some(
    ({ name, values }) => name === principal.attribute && values.includes(principal.equals),
  );
}

/** Where a grant stands in time. The window is `notBefore <= now < expiresAt`. */
export function grantState(
  grant: Pick<Grant, "notBefore" | "expiresAt">,
  now: Date,
): "active" | "not_yet" | "expired" {
  if (grant.expiresAt && grant.expiresAt <= now) return "expired";
  return grant.notBefore && grant.notBefore > now ? "not_yet" : "active";
}

/** Whether a grant gives this person anything now: connection, principal (byte for byte) and window. Pure. */
export function grantMatches(grant: Grant, identity: Identity, now: Date): boolean {
  if (grant.connection !== undefined && grant.connection !== identity.connection) return false;
  return grantState(grant, now) === "active" && isMeant(identity, grant.principal);
}
