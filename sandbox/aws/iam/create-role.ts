import { fault } from "../faults";
import { parseTrustPolicy } from "../policy/trust-policy";
import { checkConstraints } from "../query/constraints";
import type { Account, Role } from "../store/account";
import { uniqueId } from "../store/ids";
import type { Store } from "../store/store";
import { NAME_CHARACTERS, pathConstraint } from "./name-constraints";
import { type NewPermissions, newPolicyHolder } from "./new-permissions";
import { requirePrincipals } from "./require-principals";

export interface NewRole extends NewPermissions {
  readonly roleName: string | undefined;
  readonly path: string | undefined;
  readonly trustPolicyText: string | undefined;
  readonly maxSessionDuration: number | undefined;
  readonly description: string | undefined;
}

/**
 * Adds a role, or says why IAM would not.
 * @param store where the principals of its trust policy are looked up; a world that is made at once looks nowhere
 * @throws AwsFault
 */
export function addRole(account: Account, spec: NewRole, now: Date, store?: Store): Role {
  const { roleName = "", path = "/", trustPolicyText = "", maxSessionDuration = 3600 } = spec;
  checkConstraints([
    {
      field: "roleName",
      value: spec.roleName,
      required: true,
      min: 1,
      max: 64,
      pattern: NAME_CHARACTERS,
    },
    pathConstraint(spec.path),
    { field: "assumeRolePolicyDocument", value: spec.trustPolicyText, required: true, min: 1, max: 131_072 },
    { field: "maxSessionDuration", value: spec.maxSessionDuration, min: 3600, max: 43_200 },
    { field: "description", value: spec.description, max: 1000 },
  ]);
  if (account.roles.has(roleName.toLowerCase())) {
    throw fault("entityAlreadyExists", `Role with name ${roleName} already exists.`);
  }
  const trustPolicy = parseTrustPolicy(trustPolicyText);
  if (store !== undefined) requirePrincipals(trustPolicy, store);
  const role: Role = {
    roleName,
    path,
    roleId: uniqueId("AROA"),
    arn: `arn:${account.partition.name}:iam::${account.accountId}:role${path}${roleName}`,
    createDate: now,
    description: spec.description,
    maxSessionDuration,
    trustPolicy,
    trustPolicyText,
    ...newPolicyHolder(account, spec),
  };
  account.roles.set(roleName.toLowerCase(), role);
  return role;
}
