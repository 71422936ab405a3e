/**
 * Turning an assertion into a role session: the one path behind both the STS call and the browser sign-in. Owns the order
 * of the steps; each step's rules live in their own room.
 */
import type { RequestOrigin } from "../authorize/request-keys";
import type { Cloud } from "../cloud";
import { fault } from "../faults";
import { samlDenied } from "../saml/refuse";
import { type VerifiedAssertion, verifyAssertion } from "../saml/verify-assertion";
import type { Account, Role, SamlProvider } from "../store/account";
import type { AssumedRoleSession } from "../store/session";
import { packedPolicySize } from "./packed-size";
import { refuseDisabledRegion } from "./request-origin";
import { checkRoleArn } from "./role-arn";
import { newRoleSession } from "./role-session";
import { trustsSaml } from "./saml-trust";
import { readSessionPolicies } from "./session-policies";

export interface SamlFederationRequest {
  readonly roleArn: string;
  readonly principalArn: string;
  /** base64 */
  readonly samlAssertion: string;
  /** For the API the SessionDuration attribute can only shorten; for the console it is the duration. */
  readonly purpose: "api" | "console";
  /** Seconds; absent for the default of one hour. */
  readonly durationSeconds: number | undefined;
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
  readonly origin: RequestOrigin;
}

export interface SamlFederation {
  readonly account: Account;
  readonly role: Role;
  readonly assertion: VerifiedAssertion;
  readonly session: AssumedRoleSession;
  readonly packedPolicySize: number | undefined;
}

const DEFAULT_DURATION = 3600;

/** @throws AwsFault */
export function federateWithSaml(request: SamlFederationRequest, cloud: Cloud): SamlFederation {
  const provider = findProvider(request, cloud);
  const assertion = verifyAssertion(request.samlAssertion, { ...provider, roleArn: request.roleArn }, cloud);
  const { account, role } = findTrustingRole(request, provider, assertion, cloud);
  refuseDisabledRegion(account, request.origin);
  const durationSeconds = effectiveDuration(request, role, assertion, cloud);
  const policies = readSessionPolicies(request, cloud);
  const packed = packedPolicySize(assertion.sessionTags.tags, policies, cloud.assumptions);
  const session = newRoleSession(
    { account, role },
    {
      ...assertion.sessionTags,
      ...policies,
      durationSeconds,
      sessionName: assertion.roleSessionName,
      sourceIdentity: assertion.sourceIdentity,
      chained: false,
      federatedProvider: provider.provider.arn,
      federation: {
        "saml:sub": assertion.subject,
        "saml:sub_type": assertion.subjectType,
        "saml:namequalifier": assertion.nameQualifier,
      },
    },
    cloud.clock(),
  );
  return { account, role, assertion, session, packedPolicySize: packed };
}

/** Arguments that are long enough but are not what they should be, then the provider itself. */
function findProvider(
  { roleArn, principalArn, origin }: SamlFederationRequest,
  { store }: Cloud,
): { account: Account; provider: SamlProvider } {
  checkRoleArn(roleArn);
  if (!/^arn:aws[a-z-]*:iam::\d{12}:saml-provider\/[\w._-]+$/.test(principalArn))
    throw fault("invalidPrincipalArn");
  const found = store.samlProviderByArn(principalArn);
  // A partition's endpoints know no other partition's accounts.
  const isThere =
    found !== undefined &&
    (origin.region === undefined || found.account.partition.regions.includes(origin.region));
  if (!isThere) throw fault("noSuchProvider");
  return found;
}

/** One answer for every way of not being allowed in: AWS does not say which roles exist. */
function findTrustingRole(
  request: SamlFederationRequest,
  { account, provider }: { account: Account; provider: SamlProvider },
  assertion: VerifiedAssertion,
  cloud: Cloud,
): { account: Account; role: Role } {
  const found = cloud.store.roleByArn(request.roleArn);
  const usable =
    found !== undefined &&
    found.account.accountId === account.accountId &&
    !found.role.roleName.startsWith("AWSReservedSSO_") &&
    trustsSaml(found.role, { account, provider, assertion, origin: request.origin, now: cloud.clock() });
  if (!usable) throw samlDenied(cloud.assumptions);
  return found;
}

function effectiveDuration(
  { purpose, durationSeconds }: SamlFederationRequest,
  role: Role,
  assertion: VerifiedAssertion,
  { clock, assumptions }: Cloud,
): number {
  const attribute = assertion.sessionDuration;
  const wish = (purpose === "console" ? attribute : durationSeconds) ?? DEFAULT_DURATION;
  const capsInstead = purpose === "console" && assumptions.consoleDurationAboveRole === "cap";
  if (wish > role.maxSessionDuration && !capsInstead) throw fault("durationAboveRole");
  const limits = [wish, role.maxSessionDuration];
  if (attribute !== undefined) limits.push(attribute);
  if (assertion.sessionNotOnOrAfter !== undefined) {
    limits.push(Math.floor((assertion.sessionNotOnOrAfter - clock().getTime()) / 1000));
  }
  return Math.min(...limits);
}
