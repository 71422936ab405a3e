import "server-only";
import type { UserSummary } from "@/app/_ui/user-menu.client";
import type { PersonActor } from "@/lib/identity/actor";
import { hasRole, type PageVisit } from "./page";

/** Who is signed in, for the menu. */
export async function userSummary({
  rolebridge,
  person,
}: PageVisit & { readonly person: PersonActor }): Promise<UserSummary> {
  const { identity } = person;
  const connections = await rolebridge.signIn.connections();
  const connection = connections.find(({ slug }) => slug === identity.connection);
  return {
    displayName: identity.displayName,
    username: identity.username,
    connectionName: connection?.displayName ?? identity.connection,
    groupCount: identity.groups.length,
    administration: hasRole(person, "administrator")
      ? "manage"
      : hasRole(person, "auditor")
        ? "read"
        : "none",
  };
}
