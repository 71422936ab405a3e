import { AppError } from "../errors/app-error";
import type { VerifiedOidcLogin } from "../oidc/verified-login";
import type { VerifiedSamlLogin } from "../saml/verified-login";
import type { IdentityAttribute } from "./identity";
import { isStorable } from "./text-rules";

/** What a login says, in one shape for both protocols. Names are unique; values are untouched. */
export interface LoginAttributes {
  readonly list: readonly IdentityAttribute[];
  /** Undefined when the attribute was not sent at all; an empty list when it was sent without values. */
  values(name: string): readonly string[] | undefined;
}

const MAX_VALUES = 5_000;
const MAX_VALUE_LENGTH = 8_192;

function index(list: readonly IdentityAttribute[]): LoginAttributes {
  const byName = new Map<string, readonly string[]>();
  let count = 0;
  for (const { name, values } of list) {
    // Two attributes of one name: which of them counts would be a guess (S57).
    if (byName.has(name)) throw incomplete("attribute_duplicate");
    count += values.length;
    const isSound = [name, ...values].every((text) => isStorable(text) && text.length <= MAX_VALUE_LENGTH);
    if (!isSound) throw incomplete("attribute_unusable");
    byName.set(name, values);
  }
  if (count > MAX_VALUES) throw incomplete("attributes_too_many");
  return { list, values: (name) => byName.get(name) };
}

function incomplete(reason: string): AppError {
  return new AppError("signin.identity_incomplete", { reason });
}

export function samlAttributes(login: VerifiedSamlLogin): LoginAttributes {
  return index(login.attributes.map(({ name, values }) => ({ name, values })));
}

// They describe the token, not the person.
const TOKEN_CLAIMS: ReadonlySet<string> = new Set([
  "iss",
  "aud",
  "exp",
  "iat",
  "nbf",
  "jti",
  "nonce",
  "azp",
  "at_hash",
  "c_hash",
  "s_hash",
  "sid",
  "auth_time",
  "_claim_names",
  "_claim_sources",
  "hasgroups",
]);

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

const MAX_DEPTH = 4;

type Claims = Readonly<Record<string, unknown>>;

function valuesOf(claim: unknown): readonly string[] | undefined {
  if (isScalar(claim)) return [String(claim)];
  return Array.isArray(claim) && claim.every(isScalar) ? claim.map(String) : undefined;
}

interface Level {
  readonly prefix: string;
  readonly claims: Claims;
}

/** Adds the claims of one object that have a form here; gives the objects inside it. */
function readLevel({ prefix, claims }: Level, byName: Map<string, readonly string[]>): readonly Level[] {
  const inside: Level[] = [];
  for (const [key, claim] of Object.entries(claims)) {
    const name = prefix + key;
    if (TOKEN_CLAIMS.has(name) || byName.has(name)) continue;
    const values = valuesOf(claim);
    if (values) byName.set(name, values);
    else if (isObject(claim)) inside.push({ prefix: `${name}.`, claims: claim });
  }
  return inside;
}

/**
 * Nested objects become dotted names: Keycloak's `realm_access: {roles: [...]}` is `realm_access.roles`.
 * Read level by level, so that a literal claim of the same name wins. Lists of objects have no form here
 * and are left out.
 */
export function oidcAttributes(login: VerifiedOidcLogin): LoginAttributes {
  const byName = new Map<string, readonly string[]>();
  let levels: readonly Level[] = [{ prefix: "", claims: login.claims }];
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    levels = levels.flatMap((level) => readLevel(level, byName));
  }
  return index(Array.from(byName, ([name, values]) => ({ name, values })));
}

function isObject(claim: unknown): claim is Claims {
  return typeof claim === "object" && claim !== null && !Array.isArray(claim);
}
