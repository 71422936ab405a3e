import { AppError } from "../errors/app-error";
import { attributesOf, invalidSyntax, PATCH_SCHEMA, requireSchema } from "./attributes";
import { type Condition, parseFilter } from "./filter";

/** Where a PATCH operation acts, e.g. `emails[type eq "work"].value`. */
export interface Path {
  /** In small letters; undefined for an attribute of a schema that Rolebridge does not keep. */
  readonly attribute: string | undefined;
  readonly filter: readonly Condition[];
  /** In small letters. */
  readonly sub?: string;
}

/** One change of one attribute. Without a value for `remove`, unless the client named what to remove. */
export interface PatchStep {
  readonly op: "add" | "replace" | "remove";
  readonly path: Path;
  readonly value: unknown;
}

const MAX_OPERATIONS = 1_000;
const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group)$/;
const PATH = /^([a-z][\w$-]*)(?:\[([^\]]*)\])?(?:\.([a-z][\w$-]*))?$/;

function invalidPath(path: string): AppError {
  return new AppError("scim.invalid_path", { detail: `This path cannot be read: ${path.slice(0, 100)}` });
}

/** The URN of a schema before an attribute ends at the last colon outside the brackets. */
function withoutSchema(path: string): { readonly isOurs: boolean; readonly rest: string } {
  if (!/^urn:/i.test(path)) return { isOurs: true, rest: path };
  const bracket = path.indexOf("[");
  const end = path.lastIndexOf(":", bracket < 0 ? undefined : bracket);
  return { isOurs: CORE.test(path.slice(0, end).toLowerCase()), rest: path.slice(end + 1) };
}

/**
 * Text in quotes keeps its case; all else of a path is not case-exact.
 * @throws AppError `scim.invalid_path`, `scim.invalid_filter`
 */
function parsePath(path: string): Path {
  const { isOurs, rest } = withoutSchema(path);
  if (!isOurs) return { attribute: undefined, filter: [] };
  const bracket = /\[[^\]]*\]/.exec(rest)?.[0] ?? "";
  const [, attribute, , sub] = PATH.exec(rest.replace(bracket, "").toLowerCase()) ?? [];
  if (attribute === undefined) throw invalidPath(path);
  // What stands in the brackets speaks of the attribute's own parts.
  const filter = bracket === "" ? [] : parseFilter(bracket.slice(1, -1));
  return { attribute, filter, ...(sub === undefined ? {} : { sub }) };
}

function opOf(value: unknown): PatchStep["op"] {
  // Entra ID writes "Add", "Replace", "Remove".
  const op = typeof value === "string" ? value.toLowerCase() : "";
  if (op !== "add" && op !== "replace" && op !== "remove") {
    throw invalidSyntax("op must be add, replace or remove.");
  }
  return op;
}

/** Without a path the value is an object of attributes, by name or, as Entra ID writes it, by path. */
function stepsOf(operation: unknown): readonly PatchStep[] {
  const attributes = attributesOf(operation, "An operation");
  const op = opOf(attributes.get("op"));
  const path = attributes.get("path");
  const value = attributes.get("value");
  if (path !== undefined && path !== "") {
    if (typeof path !== "string") throw invalidSyntax("path must be text.");
    return [{ op, path: parsePath(path), value }];
  }
  if (op === "remove") throw new AppError("scim.no_target", { detail: "remove needs a path." });
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidSyntax("An operation without a path needs an object of attributes as its value.");
  }
  return Object.entries(value).map(([name, part]) => ({ op, path: parsePath(name), value: part }));
}

/**
 * The steps of a PATCH, in order (RFC 7644 section 3.5.2).
 * @throws AppError `scim.invalid_syntax`, `scim.invalid_path`, `scim.invalid_filter`, `scim.no_target`
 */
export function parsePatch(body: unknown): readonly PatchStep[] {
  const attributes = attributesOf(body, "The body");
  requireSchema(attributes, PATCH_SCHEMA);
  const operations = attributes.get("operations");
  if (!Array.isArray(operations))
    throw invalidSyntax("Operations must be a list with at least one operation.");
  if (operations.length > MAX_OPERATIONS) throw invalidSyntax(`Send at most ${MAX_OPERATIONS} operations.`);
  return operations.flatMap(stepsOf);
}
