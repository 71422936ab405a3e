import { fault } from "../faults";
import { parsePermissionPolicy } from "../policy/permission-policy";
import { checkConstraints } from "../query/constraints";
import type { Account, ManagedPolicy } from "../store/account";
import { uniqueId } from "../store/ids";
import { NAME_CHARACTERS, pathConstraint } from "./name-constraints";

interface NewPolicy {
  readonly policyName: string | undefined;
  readonly path?: string | undefined;
  readonly text: string | undefined;
  readonly description?: string | undefined;
}

/**
 * Adds a managed policy of the account, or says why IAM would not.
 * @throws AwsFault
 */
export function addManagedPolicy(account: Account, spec: NewPolicy, now: Date): ManagedPolicy {
  const { policyName = "", path = "/" } = spec;
  checkConstraints([
    {
      field: "policyName",
      value: spec.policyName,
      required: true,
      min: 1,
      max: 128,
      pattern: NAME_CHARACTERS,
    },
    pathConstraint(spec.path),
    { field: "policyDocument", value: spec.text, required: true, min: 1, max: 131_072 },
    { field: "description", value: spec.description, max: 1000 },
  ]);
  const taken = [...account.managedPolicies.values()].some(
    (policy) => policy.policyName.toLowerCase() === policyName.toLowerCase(),
  );
  if (taken) {
    throw fault(
      "entityAlreadyExists",
      `A policy called ${policyName} already exists. Duplicate names are not allowed.`,
    );
  }
  const policy: ManagedPolicy = {
    policyName,
    policyId: uniqueId("ANPA"),
    path,
    arn: `arn:${account.partition.name}:iam::${account.accountId}:policy${path}${policyName}`,
    description: spec.description,
    createDate: now,
    policy: parsePermissionPolicy(spec.text ?? ""),
  };
  account.managedPolicies.set(policy.arn, policy);
  return policy;
}
