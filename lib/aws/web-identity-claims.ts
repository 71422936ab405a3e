import { AppError } from "../errors/app-error";
import { parseRoleArn } from "./arn";
import { isRoleSessionName } from "./session-name";
import { sessionTagsFault, type Tag } from "./session-tags";

const PREFIX = "https://aws.amazon.com/";
const TAGS = `${PREFIX}tags`;
const SOURCE_IDENTITY = `${PREFIX}source_identity`;
const ROLES = `${PREFIX}roles`;

/** Names of all the claims below, for the discovery document. */
export const AWS_CLAIM_NAMES = [TAGS, SOURCE_IDENTITY, ROLES] as const;

/** Characters; AssumeRoleWithWebIdentity, WebIdentityToken. */
export const MAX_WEB_IDENTITY_TOKEN = 20_000;

export interface AwsClaimsInput {
  readonly roleArn: string;
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
}

/**
 * What AWS must be told in the token beside the registered claims. The roles claim names exactly the role asked
 * for, so that a token that got lost opens no other role that trusts this issuer. Tags in the nested form with
 * arrays: the guide's text says single strings, its example has arrays, and AWS takes both (User Guide, session
 * tags). Whatever AWS would refuse is refused here; nothing is cut or left out silently.
 *
 * @throws AppError `aws.arn_invalid`, `issuance.assertion_invalid`, `issuance.tag_invalid`
 */
export function awsTokenClaims(input: AwsClaimsInput): Readonly<Record<string, unknown>> {
  const { tags, transitiveTagKeys, sourceIdentity } = input;
  const fault = sessionTagsFault(tags, transitiveTagKeys);
  if (fault !== undefined) throw new AppError("issuance.tag_invalid", { detail: fault });
  return {
    [ROLES]: [parseRoleArn(input.roleArn).arn],
    ...(tags.length === 0 ? {} : { [TAGS]: tagsClaim(tags, transitiveTagKeys) }),
    ...(sourceIdentity === undefined ? {} : { [SOURCE_IDENTITY]: requireSessionName(sourceIdentity) }),
  };
}

function tagsClaim(tags: readonly Tag[], transitiveTagKeys: readonly string[]) {
  return {
    // fromEntries defines properties: a tag called __proto__ is a tag like any other.
    principal_tags: Object.fromEntries(tags.map(({ key, value }) => [key, [value]])),
    ...(transitiveTagKeys.length === 0 ? {} : { transitive_tag_keys: transitiveTagKeys }),
  };
}

function requireSessionName(text: string): string {
  if (isRoleSessionName(text)) return text;
  throw new AppError("issuance.assertion_invalid", {
    reason: "source_identity_invalid",
    detail: "The source identity must be 2 to 64 characters out of letters, digits and _ + = , . @ -",
  });
}
