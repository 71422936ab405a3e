import { guardsOf } from "./guard";

/** SCIM: who may provision, what a body and a filter may hold, and what follows from a change. */

const CLIENT = "lib/flows/provisioning/scim-client.ts";
const USERS = "lib/flows/provisioning/scim-users.ts";
const GROUPS = "lib/flows/provisioning/scim-groups.ts";
const ATTRIBUTES = "lib/scim/attributes.ts";
const FILTER = "lib/scim/filter.ts";

export const PROVISIONING_GUARDS = guardsOf("app/scim/v2/security.test.ts", [
  ["W21", "a token", CLIENT, "timingSafeEqual(hash, shown)", "hash.length === shown.length"],
  ["scim", "provisioning is on", CLIENT, "if (!door.enabled)"],
  [
    "A12",
    "users of the client's own connection",
    "lib/db/stores/provisioned-user-store.ts",
    "u.connection_id = ${connectionId}::uuid AND u.deleted_at IS NULL ${locking}",
    "${connectionId}::uuid IS NOT NULL AND u.deleted_at IS NULL ${locking}",
  ],
  [
    "A12",
    "lists of the client's own connection",
    "lib/db/stores/provisioned-user-store.ts",
    "const where = Prisma.sql`u.connection_id = ${connectionId}::uuid AND",
    "const where = Prisma.sql`${connectionId}::uuid IS NOT NULL AND",
  ],
  ["scim", "a schema", ATTRIBUTES, "if (!isNamed) throw", "if (false) throw"],
  ["scim", "a name once", ATTRIBUTES, "if (attributes.has(key)) throw", "if (false) throw"],
  ["W13", "text where text belongs", ATTRIBUTES, 'if (typeof value !== "string") throw', "if (false) throw"],
  ["W13", "names that read as they are", USERS, "    requireNames(draft);\n    const now", "    const now"],
  [
    "W13",
    "a filter has an operator that we know",
    FILTER,
    'if (!reader.takeKeyword("eq")) throw',
    "if (false) throw",
  ],
  ["W13", "a filter ends", FILTER, "if (!reader.isAtEnd) throw", "if (false) throw"],
  ["W13", "a filter has an end", FILTER, "if (conditions.length > MAX_CONDITIONS) throw", "if (false) throw"],
  [
    "A08",
    "access ends with the user",
    USERS,
    "  return provisionedUsers.endAccess(client.connectionId, after.id, now);",
    "  return undefined;",
  ],
  ["scim", "a silent PUT brings nobody back", USERS, "readUser(body, before.active)", "readUser(body)"],
  ["scim", "members are users of the connection", GROUPS, "if (stranger !== undefined)"],
]);
