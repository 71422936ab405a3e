/** The claims that AWS reads beside the standard ones. Names count exactly. */
import type { Assumptions } from "../assumptions";
import { fault } from "../faults";
import { refuse } from "../saml/refuse";
import { checkTags, type RequestedTags, type SessionTags } from "../tags/session-tags";
import type { Claims } from "./decode-token";

const PREFIX = "https://aws.amazon.com/";
const NESTED = `${PREFIX}tags`;
const FLAT_TAG = `${NESTED}/principal_tags/`;
const FLAT_TRANSITIVE = `${NESTED}/transitive_tag_keys`;

/** Session tags, nested in one claim or flattened into several, or both. @throws AwsFault */
export function tokenTags(claims: Claims, assumptions: Assumptions): SessionTags {
  const nested = nestedTags(claims[NESTED], assumptions);
  const flat = Object.entries(claims)
    .filter(([name]) => name.startsWith(FLAT_TAG))
    .map(([name, value]) => ({ key: name.slice(FLAT_TAG.length), values: texts(value, assumptions) }));
  const flatTransitive = claims[FLAT_TRANSITIVE];
  const transitive = flatTransitive === undefined ? [] : texts(flatTransitive, assumptions);
  return checkTags(
    {
      tags: [...nested.tags, ...flat],
      transitiveTagKeys: [...nested.transitiveTagKeys, ...transitive],
    },
    assumptions,
  );
}

function nestedTags(claim: unknown, assumptions: Assumptions): RequestedTags {
  if (claim === undefined) return { tags: [], transitiveTagKeys: [] };
  const { principal_tags: tags = {}, transitive_tag_keys: transitive = [] } = record(claim, assumptions);
  return {
    tags: Object.entries(record(tags, assumptions)).map(([key, value]) => ({
      key,
      values: texts(value, assumptions),
    })),
    transitiveTagKeys: texts(transitive, assumptions),
  };
}

function record(value: unknown, assumptions: Assumptions): Claims {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Claims;
  throw refuse(assumptions, "tagInvalid");
}

/** A single text or a list of them: the guide's words say one, its example has the other. */
function texts(value: unknown, assumptions: Assumptions): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((item) => typeof item === "string")) return list as string[];
  throw refuse(assumptions, "tagInvalid");
}

/** @throws AwsFault when there is one that is not valid. */
export function tokenSourceIdentity(claims: Claims, assumptions: Assumptions): string | undefined {
  const value = claims[`${PREFIX}source_identity`];
  if (value === undefined) return undefined;
  const valid =
    typeof value === "string" &&
    /^[a-zA-Z_0-9+=,.@-]{2,}$/.test(value) &&
    value.length <= assumptions.sourceIdentityMaxLength;
  if (!valid) throw fault("sourceIdentityInvalid");
  return value;
}

/**
 * Whether the token names the roles it is good for, this one among them: `sts:RoleAuthorizedByIdp`.
 * @returns false when it names none at all.
 * @throws AwsFault InvalidIdentityToken when it names others only.
 */
export function roleAuthorizedByIdp(claims: Claims, roleArn: string, assumptions: Assumptions): boolean {
  const claim = claims[`${PREFIX}roles`];
  if (claim === undefined) return false;
  const roles: readonly unknown[] = typeof claim === "string" ? claim.split(";") : listOf(claim);
  if (!roles.includes(roleArn)) throw refuse(assumptions, "roleNotInClaim");
  return true;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
