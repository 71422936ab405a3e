import { parsePermissionPolicy } from "../policy/permission-policy";
import type { Account, PolicyHolder } from "../store/account";
import { requireManagedPolicy } from "./find-managed-policy";

/** What a new role or user starts with. */
export interface NewPermissions {
  /** Policy texts by name. */
  readonly inline?: Readonly<Record<string, string>>;
  /** ARNs of managed policies. */
  readonly attached?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** @throws AwsFault for a policy that IAM would not take. */
export function newPolicyHolder(
  account: Account,
  { inline = {}, attached = [], tags = {} }: NewPermissions,
): PolicyHolder {
  for (const arn of attached) requireManagedPolicy(account, arn);
  const inlinePolicies = new Map(
    Object.entries(inline).map(([name, text]) => [name, parsePermissionPolicy(text)] as const),
  );
  return { inlinePolicies, attachedPolicyArns: attached, tags };
}
