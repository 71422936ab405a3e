import { AppError } from "../errors/app-error";
import { type Condition, parseFilter } from "./filter";
import type { Projection } from "./resource";

/** What a list may be asked for (RFC 7644 section 3.4.2). */
export interface ListRequest extends Projection {
  readonly conditions: readonly Condition[];
  /** From 1. */
  readonly startIndex: number;
  /** From 0, which asks for the number only. */
  readonly count: number;
}

/** As `filter.maxResults` of the service provider's configuration says. */
export const MAX_RESULTS = 200;
const DEFAULT_RESULTS = 100;

/** What can be looked for, in small letters. */
export const USER_FILTERS: ReadonlySet<string> = new Set([
  "id",
  "username",
  "externalid",
  "displayname",
  "active",
  "emails",
  "emails.value",
  "name.familyname",
  "name.givenname",
]);
export const GROUP_FILTERS: ReadonlySet<string> = new Set([
  "id",
  "displayname",
  "externalid",
  "members",
  "members.value",
]);

function integer(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (!/^-?\d{1,9}$/.test(text)) {
    throw new AppError("scim.invalid_value", { detail: `${name} must be a whole number.` });
  }
  return Number(text);
}

function namesIn(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase().split(":").at(-1) ?? "")
    .map((name) => name.split(".")[0] ?? "")
    .filter((name) => name !== "");
}

/** `attributes` and `excludedAttributes`, by the name of the whole attribute. */
export function readProjection(query: ReadonlyMap<string, string>): Projection {
  return { attributes: namesIn(query.get("attributes")), excluded: namesIn(query.get("excludedattributes")) };
}

/**
 * @param query parameters of the address by their name in small letters
 * @param filterable attributes that can be asked for here, in small letters
 * @throws AppError `scim.invalid_filter`, `scim.invalid_value`
 */
export function readListQuery(
  query: ReadonlyMap<string, string>,
  filterable: ReadonlySet<string>,
): ListRequest {
  const filter = query.get("filter") ?? "";
  const conditions = filter.trim() === "" ? [] : parseFilter(filter);
  const strange = conditions.find(({ attribute }) => !filterable.has(attribute));
  if (strange !== undefined) {
    throw new AppError("scim.invalid_filter", {
      detail: `Rolebridge cannot look for ${strange.attribute.slice(0, 100)}.`,
    });
  }
  const count = integer(query.get("count"), "count") ?? DEFAULT_RESULTS;
  return {
    conditions,
    startIndex: Math.max(1, integer(query.get("startindex"), "startIndex") ?? 1),
    count: Math.min(MAX_RESULTS, Math.max(0, count)),
    ...readProjection(query),
  };
}
