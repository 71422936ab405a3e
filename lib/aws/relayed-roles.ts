import { AppError } from "../errors/app-error";
import { parseProviderArn, parseRoleArn } from "./arn";
import { PARTITIONS } from "./partitions";
import { isSamlRecipient } from "./saml-recipient";

const ROLE = "https://aws.amazon.com/SAML/Attributes/Role";
const ROLE_SESSION_NAME = "https://aws.amazon.com/SAML/Attributes/RoleSessionName";

/** Characters of base64; AssumeRoleWithSAML, SAMLAssertion. */
export const MAX_SAML_ASSERTION = 100_000;
/** Milliseconds after its IssueInstant at which AWS refuses an assertion, whatever the assertion says. */
export const REDEEM_MS = 5 * 60_000;

/** entityID of AWS in some partition. */
export function isAwsAudience(value: string): boolean {
  return Object.values(PARTITIONS).some(({ samlAudience }) => samlAudience === value);
}

/** An assertion consumer of AWS in some partition. */
export function isAwsRecipient(value: string): boolean {
  return Object.values(PARTITIONS).some(({ partition }) => isSamlRecipient(partition, value));
}

interface Attribute {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * The roles that an assertion of the company's identity provider opens at AWS, each as `role-arn,provider-arn`.
 * Providers write the two in either order. What is no pair of a role and a SAML provider of one account opens
 * nothing at AWS and is left out.
 *
 * @throws AppError `signin.relay_unusable` when AWS would refuse the whole of it
 */
export function relayedRoles(attributes: readonly Attribute[]): readonly string[] {
  const valuesOf = (name: string) => attributes.find((attribute) => attribute.name === name)?.values ?? [];
  if (valuesOf(ROLE_SESSION_NAME).length !== 1) {
    throw new AppError("signin.relay_unusable", { reason: "role_session_name" });
  }
  const roles = valuesOf(ROLE).flatMap(pairOf);
  if (roles.length === 0) throw new AppError("signin.relay_unusable", { reason: "no_role" });
  return [...new Set(roles)];
}

function pairOf(value: string): readonly string[] {
  const [first, second, ...more] = value.split(",");
  if (first === undefined || second === undefined || more.length > 0) return [];
  const [role, provider] = first.includes(":saml-provider/") ? [second, first] : [first, second];
  try {
    const parsed = { role: parseRoleArn(role), provider: parseProviderArn(provider) };
    const isOneAccount =
      parsed.role.accountId === parsed.provider.accountId &&
      parsed.role.partition === parsed.provider.partition;
    return isOneAccount ? [relayedRole(parsed.role.arn, parsed.provider.arn)] : [];
  } catch {
    // Not ours to repair: AWS will not know it either.
    return [];
  }
}

/** How a role is named among those of an assertion. */
export function relayedRole(roleArn: string, providerArn: string): string {
  return `${roleArn},${providerArn}`;
}
