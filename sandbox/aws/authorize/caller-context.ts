import type { RequestContext } from "../policy/request-context";
import type { Caller } from "../sigv4/authenticate";
import type { Account, Role, User } from "../store/account";
import type { Session } from "../store/session";
import { callerIdentity } from "../sts/session-arn";

/** The role or user behind a caller; nothing for the root user. That it is still the same one was checked with the signature. */
export function identityOf(caller: Caller): Role | User | undefined {
  if (caller.kind === "root") return undefined;
  if (caller.kind === "user") return caller.user;
  const { account, session } = caller;
  if (session.kind === "assumed-role") return account.roles.get(session.roleName.toLowerCase());
  return session.user && account.users.get(session.user.userName.toLowerCase());
}

/**
 * Sets the condition keys that say who is asking. Keys that AWS leaves out for a kind of caller stay absent: a long-term
 * key has no `aws:MultiFactorAuthPresent` at all, which is not the same as `false`.
 */
export function setCallerKeys(context: RequestContext, caller: Caller, now: Date): void {
  const { arn, userId } = callerIdentity(caller);
  context
    .set("aws:PrincipalArn", principalArn(caller, arn))
    .set("aws:PrincipalAccount", caller.account.accountId)
    .set("aws:PrincipalType", principalType(caller))
    .set("aws:userid", userId)
    .set("aws:username", userName(caller));
  for (const [key, value] of Object.entries(principalTags(caller))) {
    context.set(`aws:PrincipalTag/${key}`, value);
  }
  if (caller.kind === "session") setSessionKeys(context, caller.session, now);
}

function setSessionKeys(context: RequestContext, session: Session, now: Date): void {
  context
    .set("aws:TokenIssueTime", new Date(session.issuedAt).toISOString())
    .set("aws:MultiFactorAuthPresent", String(session.mfaAuthenticatedAt !== undefined));
  if (session.mfaAuthenticatedAt !== undefined) {
    context.set(
      "aws:MultiFactorAuthAge",
      String(Math.floor((now.getTime() - session.mfaAuthenticatedAt) / 1000)),
    );
  }
  if (session.kind !== "assumed-role") return;
  context.set("aws:FederatedProvider", session.federatedProvider);
  context.set("aws:SourceIdentity", session.sourceIdentity);
  for (const [key, value] of Object.entries(session.federation)) context.set(key, value);
}

/** Of a role session it is the role, with its path, so that one policy can name all of its sessions. */
function principalArn(caller: Caller, arn: string): string {
  return caller.kind === "session" && caller.session.kind === "assumed-role" ? caller.session.roleArn : arn;
}

function principalType(caller: Caller): string {
  if (caller.kind === "root") return "Account";
  if (caller.kind === "user") return "User";
  switch (caller.session.kind) {
    case "assumed-role":
      return "AssumedRole";
    case "federated-user":
      return "FederatedUser";
    case "session-token":
      return caller.session.user === undefined ? "Account" : "User";
  }
}

/** Only IAM users have one, with their own keys or with those of GetSessionToken. */
function userName(caller: Caller): string | undefined {
  if (caller.kind === "user") return caller.user.userName;
  const isUsers = caller.kind === "session" && caller.session.kind === "session-token";
  return isUsers ? caller.session.user?.userName : undefined;
}

/** Tags of the session beat those of the identity under it; keys have no case. */
function principalTags(caller: Caller): Readonly<Record<string, string>> {
  const session = caller.kind === "session" ? caller.session : undefined;
  return { ...identityOf(caller)?.tags, ...session?.tags };
}

/** Every name by which a policy on a resource may call the caller, from the narrowest on. */
export interface CallerNames {
  /** The session, or the user with a key of its own. */
  readonly session: string;
  /** The role or the user under it. */
  readonly identity: string | undefined;
  /** The account: what is granted to it still needs a policy of the identity. */
  readonly account: readonly string[];
}

export function callerNames(caller: Caller): CallerNames {
  const { account } = caller;
  const identity = identityOf(caller)?.arn;
  return {
    session: callerIdentity(caller).arn,
    identity,
    account: [account.accountId, accountArn(account)],
  };
}

function accountArn({ partition, accountId }: Account): string {
  return `arn:${partition.name}:iam::${accountId}:root`;
}
