import type { Caller } from "../sigv4/authenticate";
import type { Account, Role } from "../store/account";
import type { Session } from "../store/session";

/** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`: the role's path is dropped. */
export function assumedRoleArn(account: Account, roleName: string, sessionName: string): string {
  return `arn:${account.partition.name}:sts::${account.accountId}:assumed-role/${roleName}/${sessionName}`;
}

/** `AROA…:session`. */
export function assumedRoleId(role: Pick<Role, "roleId">, sessionName: string): string {
  return `${role.roleId}:${sessionName}`;
}

/** What GetCallerIdentity says of a caller, and what refusals call it. */
export function callerIdentity(caller: Caller): { arn: string; userId: string } {
  if (caller.kind === "root") return rootIdentity(caller.account);
  if (caller.kind === "user") return { arn: caller.user.arn, userId: caller.user.userId };
  return sessionIdentity(caller.account, caller.session);
}

function rootIdentity({ accountId, partition }: Account): { arn: string; userId: string } {
  return { arn: `arn:${partition.name}:iam::${accountId}:root`, userId: accountId };
}

/** Of GetFederationToken. */
export function federatedUserIdentity(
  { accountId, partition }: Account,
  name: string,
): { arn: string; userId: string } {
  return {
    arn: `arn:${partition.name}:sts::${accountId}:federated-user/${name}`,
    userId: `${accountId}:${name}`,
  };
}

function sessionIdentity(account: Account, session: Session): { arn: string; userId: string } {
  switch (session.kind) {
    case "assumed-role":
      return {
        arn: assumedRoleArn(account, session.roleName, session.sessionName),
        userId: assumedRoleId(session, session.sessionName),
      };
    case "federated-user":
      return federatedUserIdentity(account, session.federatedUserName);
    case "session-token": {
      const user = account.users.get(session.user?.userName.toLowerCase() ?? "");
      return user === undefined ? rootIdentity(account) : { arn: user.arn, userId: user.userId };
    }
  }
}
