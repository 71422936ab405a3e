import { GROUP_SCHEMA, type JsonObject, USER_SCHEMA } from "./attributes";
import type { GroupDraft } from "./group";
import type { UserDraft } from "./user";

/** What Rolebridge itself says of a resource. */
interface Meta {
  readonly id: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Member {
  readonly id: string;
  readonly userName: string;
  readonly displayName?: string;
}

/** Attributes asked for, or not wanted, in small letters; `attributes` empty: all. */
export interface Projection {
  readonly attributes: readonly string[];
  readonly excluded: readonly string[];
}

/** Whether an attribute is part of the answer; what cannot be left out is decided in `projected`. */
export function isWanted({ attributes, excluded }: Projection, name: string): boolean {
  return (attributes.length === 0 || attributes.includes(name)) && !excluded.includes(name);
}

/** `returned: always`: an answer without them could not be understood. */
const ALWAYS: ReadonlySet<string> = new Set(["schemas", "id"]);

/** The resource with the attributes that are wanted (RFC 7644 section 3.9). */
export function projected(resource: JsonObject, projection: Projection): JsonObject {
  return Object.fromEntries(
    Object.entries(resource).filter(
      ([name, value]) =>
        value !== undefined && (ALWAYS.has(name) || isWanted(projection, name.toLowerCase())),
    ),
  );
}

/** Weak, since the same version may be written with other attributes. */
export function etagOf({ version }: Pick<Meta, "version">): string {
  return `W/"${version}"`;
}

function metaOf(resourceType: "User" | "Group", resource: Meta, base: string) {
  return {
    resourceType,
    created: resource.createdAt.toISOString(),
    lastModified: resource.updatedAt.toISOString(),
    location: `${base}/${resourceType}s/${resource.id}`,
    version: etagOf(resource),
  };
}

/** @param base address of the service provider, without a slash at its end */
export function userResource(user: UserDraft & Meta, base: string): JsonObject {
  const { displayName, name, emails } = user.profile;
  return {
    schemas: [USER_SCHEMA],
    id: user.id,
    externalId: user.externalId,
    userName: user.userName,
    name,
    displayName,
    emails,
    active: user.active,
    meta: metaOf("User", user, base),
  };
}

/** @param members undefined when nobody asked for them */
export function groupResource(
  group: GroupDraft & Meta,
  members: readonly Member[] | undefined,
  base: string,
): JsonObject {
  return {
    schemas: [GROUP_SCHEMA],
    id: group.id,
    externalId: group.externalId,
    displayName: group.displayName,
    members: members?.map(({ id, userName, displayName }) => ({
      value: id,
      $ref: `${base}/Users/${id}`,
      type: "User",
      display: displayName ?? userName,
    })),
    meta: metaOf("Group", group, base),
  };
}

/** RFC 7644 section 3.4.2. @param total how many there are beside this page */
export function listResponse(
  resources: readonly JsonObject[],
  total: number,
  startIndex: number,
): JsonObject {
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
