/**
 * SCIM 2.0 as it goes over the wire (RFC 7643, RFC 7644), with what Okta and Entra ID make of it: what a request says
 * of users and groups, how a filter and a PATCH are read, how resources and refusals are written. Owns the format;
 * knows nothing of connections, people, the database or HTTP. What it does not know it ignores, as the RFC lets a
 * service provider (section 3.3), and takes nothing over that it does not name.
 */
import { AppError } from "../errors/app-error";

export const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const PATCH_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** Longest name, id or value, in UTF-16 code units. */
const MAX_TEXT = 1_024;

export type JsonObject = Readonly<Record<string, unknown>>;

/** Attributes of one object by their name in small letters: names are not case-exact (RFC 7643 section 2.1). */
export type Attributes = ReadonlyMap<string, unknown>;

export function invalidSyntax(detail: string): AppError {
  return new AppError("scim.invalid_syntax", { detail });
}

export function invalidValue(detail: string): AppError {
  return new AppError("scim.invalid_value", { detail });
}

/**
 * Null and an empty list mean that the attribute is not there (RFC 7643 section 2.5).
 * @throws AppError `scim.invalid_syntax` for what is no object, or has one name twice
 */
export function attributesOf(value: unknown, what: string): Attributes {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidSyntax(`${what} must be a JSON object.`);
  }
  const attributes = new Map<string, unknown>();
  for (const [name, given] of Object.entries(value)) {
    const key = name.toLowerCase();
    // Whoever checks and whoever uses might choose differently between two.
    if (attributes.has(key)) throw invalidSyntax(`${what} has ${name.slice(0, 100)} twice.`);
    if (given !== null && !(Array.isArray(given) && given.length === 0)) attributes.set(key, given);
  }
  return attributes;
}

/** @throws AppError `scim.invalid_syntax` when `schemas` names others only, or none */
export function requireSchema(attributes: Attributes, schema: string): void {
  const schemas = attributes.get("schemas");
  const isNamed =
    Array.isArray(schemas) &&
    schemas.some((each) => typeof each === "string" && each.toLowerCase() === schema.toLowerCase());
  if (!isNamed) throw invalidSyntax(`schemas must hold ${schema}.`);
}

/** Text of an attribute; undefined when it is not there or empty. @throws AppError `scim.invalid_value` */
export function textOf(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw invalidValue(`${name} must be text.`);
  if (value.length > MAX_TEXT) throw invalidValue(`${name} has more than ${MAX_TEXT} characters.`);
  return value;
}

/** Entra ID writes `"True"` and `"False"`. @throws AppError `scim.invalid_value` */
export function booleanOf(value: unknown, name: string): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.toLowerCase() : "";
  if (text !== "true" && text !== "false") throw invalidValue(`${name} must be true or false.`);
  return text === "true";
}

/** One value counts as a list of one. @throws AppError `scim.invalid_value` */
export function listOf(value: unknown, name: string, most: number): readonly unknown[] {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value : [value];
  if (list.length > most) throw invalidValue(`${name} has more than ${most} values.`);
  return list;
}
