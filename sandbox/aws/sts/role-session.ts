import type { Cloud } from "../cloud";
import { fault } from "../faults";
import type { Account, Role } from "../store/account";
import { accessKeyId, secretAccessKey } from "../store/ids";
import type { AssumedRoleSession, Session } from "../store/session";
import type { SessionTags } from "../tags/session-tags";
import type { SessionPolicies } from "./packed-size";
import { assumedRoleArn, assumedRoleId } from "./session-arn";

/** What turns a session into a token. */
type Sealing = Pick<Cloud, "tokens" | "assumptions">;

/** What a new session of a role is made from. */
interface RoleSessionParts extends SessionTags, SessionPolicies {
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly sourceIdentity: string | undefined;
  readonly chained: boolean;
  readonly federatedProvider?: string;
  readonly federation: AssumedRoleSession["federation"];
}

/** A session of a role, its keys made up. */
export function newRoleSession(
  { account, role }: { readonly account: Account; readonly role: Role },
  { sourceIdentity, durationSeconds, ...parts }: RoleSessionParts,
  now: Date,
): AssumedRoleSession {
  return {
    kind: "assumed-role",
    ...newCredentials(account, durationSeconds, now),
    roleName: role.roleName,
    roleId: role.roleId,
    roleArn: role.arn,
    ...parts,
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  };
}

/** Keys of temporary credentials and their time. */
export function newCredentials(account: Account, durationSeconds: number, now: Date) {
  const issuedAt = now.getTime();
  return {
    accountId: account.accountId,
    accessKeyId: accessKeyId("ASIA", account.accountId),
    secretAccessKey: secretAccessKey(),
    issuedAt,
    expiresAt: issuedAt + durationSeconds * 1000,
  };
}

/** `AssumedRoleUser` and `Credentials` of an answer, in this order. */
export function wireRoleSession(
  { account, role }: { readonly account: Account; readonly role: Role },
  session: AssumedRoleSession,
  cloud: Sealing,
) {
  return {
    AssumedRoleUser: {
      AssumedRoleId: assumedRoleId(role, session.sessionName),
      Arn: assumedRoleArn(account, role.roleName, session.sessionName),
    },
    Credentials: wireCredentials(session, cloud),
  };
}

/** `Credentials` of an answer. @throws AwsFault PackedPolicyTooLarge when the session does not fit into a token */
export function wireCredentials(session: Session, { tokens, assumptions }: Sealing) {
  const token = tokens.sealSession(session);
  if (token.length > assumptions.sessionTokenMaxLength) throw fault("sessionTokenTooLarge");
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: token,
    Expiration: new Date(session.expiresAt),
  };
}
