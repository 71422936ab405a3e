import { AppError } from "../errors/app-error";
import { parseProviderArn, parseRoleArn } from "./arn";
import { isRoleSessionName } from "./session-name";
import { sessionTagsFault, type Tag } from "./session-tags";

/** Names are exact and case-sensitive; the China documentation's other spelling is not used in the field. */
const AWS_ATTRIBUTE = "https://aws.amazon.com/SAML/Attributes/";

/** Seconds: the limits of DurationSeconds and of SessionDuration. */
export const SESSION_SECONDS = { min: 900, max: 43_200 } as const;

export interface AwsAttributesInput {
  readonly roleArn: string;
  readonly providerArn: string;
  readonly sessionName: string;
  /** Seconds, 900 to 43,200. */
  readonly durationSeconds: number;
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
}

/** One SAML attribute; values in order. */
export interface AwsAttribute {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * What AWS must be told in the assertion, as attributes. Exactly one Role value: the chosen one and
 * nothing else (I03). Whatever AWS would refuse is refused here; nothing is cut or left out silently.
 *
 * @throws AppError `aws.arn_invalid`, `issuance.assertion_invalid`, `issuance.duration_invalid`, `issuance.tag_invalid`
 */
export function awsAssertionAttributes(input: AwsAttributesInput): readonly AwsAttribute[] {
  const attributes = [
    attribute("Role", rolePair(input.roleArn, input.providerArn)),
    attribute("RoleSessionName", sessionName(input.sessionName)),
    attribute("SessionDuration", String(duration(input.durationSeconds))),
    ...tagAttributes(input.tags, input.transitiveTagKeys),
  ];
  if (input.sourceIdentity !== undefined) {
    attributes.push(attribute("SourceIdentity", sourceIdentity(input.sourceIdentity)));
  }
  return attributes;
}

function attribute(name: string, ...values: string[]): AwsAttribute {
  return { name: `${AWS_ATTRIBUTE}${name}`, values };
}

/** Role first, one comma, no space: the order of the documentation; a space broke clients. */
function rolePair(roleArn: string, providerArn: string): string {
  const role = parseRoleArn(roleArn);
  const provider = parseProviderArn(providerArn);
  if (role.accountId !== provider.accountId || role.partition !== provider.partition) {
    throw new AppError("issuance.assertion_invalid", {
      reason: "provider_of_another_account",
      detail: `The SAML provider ${providerArn} is not in the account of the role ${roleArn}.`,
    });
  }
  return `${role.arn},${provider.arn}`;
}

function sessionName(text: string): string {
  if (isRoleSessionName(text)) return text;
  throw new AppError("issuance.assertion_invalid", {
    reason: "session_name_invalid",
    detail: "The session name must be 2 to 64 characters out of letters, digits and _ + = , . @ -",
  });
}

/** AWS's own documents disagree on 64 or 256; 64 is valid under both. A leading `aws:` fails the pattern. */
function sourceIdentity(text: string): string {
  if (isRoleSessionName(text)) return text;
  throw new AppError("issuance.assertion_invalid", {
    reason: "source_identity_invalid",
    detail: "The source identity must be 2 to 64 characters out of letters, digits and _ + = , . @ -",
  });
}

function duration(seconds: number): number {
  const { min, max } = SESSION_SECONDS;
  if (Number.isInteger(seconds) && seconds >= min && seconds <= max) return seconds;
  throw new AppError("issuance.duration_invalid", {
    detail: `AWS takes whole seconds from ${min} to ${max}; this is ${seconds}.`,
  });
}

function tagAttributes(tags: readonly Tag[], transitiveTagKeys: readonly string[]): AwsAttribute[] {
  const fault = sessionTagsFault(tags, transitiveTagKeys);
  if (fault !== undefined) throw new AppError("issuance.tag_invalid", { detail: fault });
  const attributes = tags.map(({ key, value }) => attribute(`PrincipalTag:${key}`, value));
  if (transitiveTagKeys.length > 0) attributes.push(attribute("TransitiveTagKeys", ...transitiveTagKeys));
  return attributes;
}
