import { fault } from "../faults";
import { checkConstraints } from "../query/constraints";
import type { AccessKeyPair, Account, User } from "../store/account";
import { uniqueId } from "../store/ids";
import { NAME_CHARACTERS, pathConstraint } from "./name-constraints";
import { type NewPermissions, newPolicyHolder } from "./new-permissions";

export interface NewUser extends NewPermissions {
  readonly userName: string | undefined;
  readonly path: string | undefined;
  readonly accessKeys?: readonly AccessKeyPair[];
}

/**
 * Adds a user, or says why IAM would not.
 * @throws AwsFault
 */
export function addUser(account: Account, spec: NewUser, now: Date): User {
  const { userName = "", path = "/" } = spec;
  checkConstraints([
    { field: "userName", value: spec.userName, required: true, min: 1, max: 64, pattern: NAME_CHARACTERS },
    pathConstraint(spec.path),
  ]);
  if (account.users.has(userName.toLowerCase())) {
    throw fault("entityAlreadyExists", `User with name ${userName} already exists.`);
  }
  const user: User = {
    userName,
    path,
    userId: uniqueId("AIDA"),
    arn: `arn:${account.partition.name}:iam::${account.accountId}:user${path}${userName}`,
    createDate: now,
    accessKeys: (spec.accessKeys ?? []).map((key) => ({ ...key, status: "Active", createDate: now })),
    ...newPolicyHolder(account, spec),
  };
  account.users.set(userName.toLowerCase(), user);
  return user;
}
