import "server-only";
import type { AccessKeyView } from "@/lib/flows/admin/admin-use-cases";
import type { AdminVisit } from "../_parts/admin-visit";
import type { TargetChoices } from "./target-fields";
import type { PreviewPerson } from "./target-preview.client";

/** How many people are looked at for the names of attributes. */
const PEOPLE = 200;

/** What a target form offers, as far as this administrator may see it. */
export async function targetChoices({
  rolebridge,
  person,
}: AdminVisit): Promise<Omit<TargetChoices, "accounts"> & { readonly people: readonly PreviewPerson[] }> {
  const [keys, connections, people] = await Promise.all([
    rolebridge.admin.accessKeys.list(person, { limit: 1000 }),
    rolebridge.admin.connections.list(person, { limit: 1000 }),
    rolebridge.admin.people(person, { limit: PEOPLE }),
  ]);
  const attributes = people.items.flatMap((one) => one.attributes.map(({ name }) => name));
  return {
    accessKeys: keys.items.map((key) => ({ value: key.accessKeyId, label: accessKeyLabel(key) })),
    samlConnections: connections.items
      .filter(({ kind }) => kind === "saml")
      .map(({ slug, displayName }) => ({ value: slug, label: displayName })),
    people: [
      { value: person.personId, label: `${person.identity.displayName} (you)` },
      ...people.items
        .filter(({ id }) => id !== person.personId)
        .map(({ id, displayName, username }) => ({ value: id, label: `${displayName} (${username})` })),
    ],
    attributes: [...new Set(attributes)].sort((one, other) => one.localeCompare(other)),
  };
}

/** "user/break-glass in 418273650912, AKIA…" */
function accessKeyLabel({ userArn, accountId, accessKeyId }: AccessKeyView): string {
  return `${userArn.slice(userArn.indexOf(":user/") + 1)} in ${accountId}, ${accessKeyId}`;
}
