/**
 * Turning the caller's own credentials into a role session. Owns the order of the steps; who may do it is decided in the
 * authorize room.
 */
import { authorize } from "../authorize/authorize";
import { type RequestOrigin, requestContext } from "../authorize/request-keys";
import type { Cloud } from "../cloud";
import { fault } from "../faults";
import { type MfaClaim, redeemMfa } from "../mfa/redeem-code";
import { refuse } from "../saml/refuse";
import type { Caller } from "../sigv4/authenticate";
import type { Account, Role, User } from "../store/account";
import type { AssumedRoleSession } from "../store/session";
import { inheritTags } from "../tags/inherit-tags";
import { checkTags, type RequestedTags } from "../tags/session-tags";
import { packedPolicySize } from "./packed-size";
import { refuseDisabledRegion } from "./request-origin";
import { checkRoleArn } from "./role-arn";
import { newRoleSession } from "./role-session";
import { callerIdentity } from "./session-arn";
import { permissionsFor, type RequestedSession, setSessionKeys } from "./session-keys";
import { readSessionPolicies } from "./session-policies";

export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number | undefined;
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
  readonly requestedTags: RequestedTags;
  readonly sourceIdentity: string | undefined;
  readonly externalId: string | undefined;
  readonly mfa: MfaClaim;
  readonly origin: RequestOrigin;
}

export interface AssumedRole {
  readonly account: Account;
  readonly role: Role;
  readonly session: AssumedRoleSession;
  readonly packedPolicySize: number | undefined;
}

const DEFAULT_DURATION = 3600;
const CHAINED_MAXIMUM = 3600;

/** @throws AwsFault */
export function assumeRole(request: AssumeRoleRequest, caller: Caller, cloud: Cloud): AssumedRole {
  if (caller.kind === "root") throw refuse(cloud.assumptions, "rootCannotAssumeRoles");
  checkRoleArn(request.roleArn);
  const from = callingRoleSession(caller);
  const tags = checkTags(request.requestedTags, cloud.assumptions);
  const effective = inheritTags(tags, from);
  const sourceIdentity = persistentSourceIdentity(request, from, cloud);
  const withMfa = redeemMfa(request.mfa, { account: caller.account, user: userOf(caller, cloud) }, cloud);
  const requested = { ...effective, sessionName: request.sessionName, sourceIdentity };
  const { account, role } = findAllowingRole(request, { caller, requested, withMfa }, cloud);
  refuseDisabledRegion(account, request.origin);
  const durationSeconds = checkedDuration(request.durationSeconds, role, from !== undefined);
  const policies = readSessionPolicies(request, cloud);
  const packed = packedPolicySize(effective.tags, policies, cloud.assumptions);
  const parts = { ...requested, ...policies, durationSeconds, chained: from !== undefined, federation: {} };
  const session = newRoleSession({ account, role }, parts, cloud.clock());
  return { account, role, session, packedPolicySize: packed };
}

function callingRoleSession(caller: Caller): AssumedRoleSession | undefined {
  return caller.kind === "session" && caller.session.kind === "assumed-role" ? caller.session : undefined;
}

/** The IAM user who calls, with keys of their own or of GetSessionToken: nobody else has an MFA device. */
function userOf(caller: Caller, { store }: Cloud): User | undefined {
  if (caller.kind === "user") return caller.user;
  const ofUser = caller.kind === "session" && caller.session.kind === "session-token";
  return ofUser ? store.sessionUser(caller.session) : undefined;
}

/** Once set it stays for every session further on. */
function persistentSourceIdentity(
  { sourceIdentity }: AssumeRoleRequest,
  from: AssumedRoleSession | undefined,
  { assumptions }: Cloud,
): string | undefined {
  const inherited = from?.sourceIdentity;
  if (inherited === undefined) return sourceIdentity;
  const same = assumptions.sameSourceIdentityAgain && sourceIdentity === inherited;
  if (sourceIdentity !== undefined && !same) throw fault("sourceIdentityAlreadySet");
  return inherited;
}

/** A role that is not there and one that does not trust the caller get the same answer: AWS does not say which roles exist. */
function findAllowingRole(
  { roleArn, externalId, origin }: AssumeRoleRequest,
  question: { readonly caller: Caller; readonly requested: RequestedSession; readonly withMfa: boolean },
  cloud: Cloud,
): { account: Account; role: Role } {
  const { requested, withMfa } = question;
  const now = cloud.clock();
  const caller = withMfa ? shownMfa(question.caller, now) : question.caller;
  const found = cloud.store.roleByArn(roleArn);
  for (const action of permissionsFor("sts:AssumeRole", requested)) {
    const context = requestContext(origin, caller.account.partition);
    setSessionKeys(context, requested).set("sts:ExternalId", externalId);
    if (withMfa) context.set("aws:MultiFactorAuthPresent", "true").set("aws:MultiFactorAuthAge", "0");
    const allowed =
      found !== undefined &&
      authorize(
        caller,
        {
          action,
          resource: roleArn,
          resourceAccountId: found.account.accountId,
          resourcePolicy: found.role.trustPolicy,
          resourceMustAllow: true,
          context,
        },
        cloud,
      ).allowed;
    if (!allowed) throw fault("notAuthorized", callerIdentity(caller).arn, action, roleArn);
  }
  // Every session has at least the first permission to ask for, so a missing role never gets here.
  if (found === undefined)
    throw fault("notAuthorized", callerIdentity(caller).arn, "sts:AssumeRole", roleArn);
  return found;
}

/** Of temporary credentials the code of this call counts in place of whatever was shown when they were made. */
function shownMfa(caller: Caller, now: Date): Caller {
  if (caller.kind !== "session") return caller;
  return { ...caller, session: { ...caller.session, mfaAuthenticatedAt: now.getTime() } };
}

function checkedDuration(wish = DEFAULT_DURATION, role: Role, chained: boolean): number {
  if (wish > role.maxSessionDuration) throw fault("durationAboveRole");
  if (chained && wish > CHAINED_MAXIMUM) throw fault("chainedDuration");
  return wish;
}
