import { PARTITIONS } from "../partitions";
import { parsePermissionPolicy } from "../policy/permission-policy";
import { parsePolicy } from "../policy/policy-document";
import type { Caller } from "../sigv4/authenticate";
import type { Account, PolicyHolder, Role, User } from "../store/account";
import type { AssumedRoleSession, FederatedUserSession, UserSession } from "../store/session";

/** Callers to ask the authorisation about, without a signature to check: one account, one user, one role. */
export const HOME = "418273650912";
export const AWAY = "730915284466";
export const USER_ARN = `arn:aws:iam::${HOME}:user/bridge`;
export const ROLE_ARN = `arn:aws:iam::${HOME}:role/team/Courier`;
export const SESSION_ARN = `arn:aws:sts::${HOME}:assumed-role/Courier/ada`;
export const FEDERATED_ARN = `arn:aws:sts::${HOME}:federated-user/ada`;
export const ISSUED = new Date("2026-11-21T12:00:00Z");

/** A policy of these statements. */
export const policy = (...Statement: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement });
export const allow = (Action: string, more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  ...more,
});
export const deny = (Action: string, more: object = {}) => ({ ...allow(Action, more), Effect: "Deny" });

/** What the user or the role may do, and the tags they carry. */
export interface HolderSpec {
  readonly inline?: readonly object[];
  readonly attached?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

function holder({ inline, attached = [], tags = {} }: HolderSpec): PolicyHolder {
  const policies =
    inline === undefined ? [] : [["inline", parsePermissionPolicy(policy(...inline))] as const];
  return { inlinePolicies: new Map(policies), attachedPolicyArns: attached, tags };
}

function account(spec: HolderSpec): { account: Account; user: User; role: Role } {
  const permissions = holder(spec);
  const user: User = {
    userName: "bridge",
    path: "/",
    userId: "AIDAAAAAAAAAAAAAAAAAA",
    arn: USER_ARN,
    createDate: ISSUED,
    accessKeys: [],
    ...permissions,
  };
  const trustPolicyText = policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" });
  const role: Role = {
    roleName: "Courier",
    path: "/team/",
    roleId: "AROAAAAAAAAAAAAAAAAAA",
    arn: ROLE_ARN,
    createDate: ISSUED,
    description: undefined,
    maxSessionDuration: 3600,
    trustPolicy: parsePolicy(trustPolicyText),
    trustPolicyText,
    ...permissions,
  };
  const owner: Account = {
    accountId: HOME,
    name: "Meridian Production",
    alias: undefined,
    partition: PARTITIONS.aws,
    optInRegions: [],
    stsDisabledRegions: [],
    roles: new Map([["courier", role]]),
    samlProviders: new Map(),
    users: new Map([["bridge", user]]),
    oidcProviders: new Map(),
    managedPolicies: new Map(),
    mfaDevices: new Map(),
    rootAccessKeys: [],
  };
  return { account: owner, user, role };
}

const CREDENTIALS = {
  accountId: HOME,
  accessKeyId: "ASIAAAAAAAAAAAAAAAAA",
  secretAccessKey: "secret",
  issuedAt: ISSUED.getTime(),
  expiresAt: ISSUED.getTime() + 3_600_000,
  tags: {},
  sessionPolicies: [],
  sessionPolicyArns: [],
};

export function userCaller(spec: HolderSpec): Caller {
  const { account: owner, user } = account(spec);
  return { kind: "user", account: owner, user };
}

export function rootCaller(): Caller {
  return { kind: "root", account: account({}).account };
}

export function roleCaller(spec: HolderSpec, more: Partial<AssumedRoleSession> = {}): Caller {
  const { account: owner, role } = account(spec);
  const session: AssumedRoleSession = {
    kind: "assumed-role",
    ...CREDENTIALS,
    roleName: role.roleName,
    roleId: role.roleId,
    roleArn: role.arn,
    sessionName: "ada",
    chained: false,
    transitiveTagKeys: [],
    federation: {},
    ...more,
  };
  return { kind: "session", account: owner, session };
}

export function federatedCaller(spec: HolderSpec, more: Partial<FederatedUserSession> = {}): Caller {
  const { account: owner, user } = account(spec);
  const session: FederatedUserSession = {
    kind: "federated-user",
    ...CREDENTIALS,
    federatedUserName: "ada",
    user: { userName: user.userName, userId: user.userId },
    ...more,
  };
  return { kind: "session", account: owner, session };
}

export function userSessionCaller(spec: HolderSpec, more: Partial<UserSession> = {}): Caller {
  const { account: owner, user } = account(spec);
  const session: UserSession = {
    kind: "session-token",
    ...CREDENTIALS,
    user: { userName: user.userName, userId: user.userId },
    ...more,
  };
  return { kind: "session", account: owner, session };
}
