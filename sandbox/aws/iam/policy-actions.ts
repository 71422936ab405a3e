import { fault } from "../faults";
import type { QueryAction } from "../query/query-service";
import type { WireRecord } from "../query/wire-value";
import type { Account, ManagedPolicy } from "../store/account";
import { adminAction } from "./admin-action";
import { addManagedPolicy } from "./create-policy";
import { findPolicy } from "./find";
import { page } from "./page";
import { percentEncoded } from "./wire-role";

/** Policies have one version here. */
const VERSION = "v1";

function attachments({ roles, users }: Account, { arn }: ManagedPolicy): number {
  return [...roles.values(), ...users.values()].filter((holder) => holder.attachedPolicyArns.includes(arn))
    .length;
}

function wirePolicy(account: Account, policy: ManagedPolicy): WireRecord {
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: VERSION,
    AttachmentCount: attachments(account, policy),
    IsAttachable: true,
    Description: policy.description,
    CreateDate: policy.createDate,
  };
}

/** Managed policies of the account. AWS's own can be attached, but are not listed. */
export const POLICY_ACTIONS: Readonly<Record<string, QueryAction>> = {
  CreatePolicy: adminAction("CreatePolicy", ({ cloud, request: { params } }, account) => {
    const policy = addManagedPolicy(
      account,
      {
        policyName: params.get("PolicyName"),
        path: params.get("Path"),
        text: params.get("PolicyDocument"),
        description: params.get("Description"),
      },
      cloud.clock(),
    );
    return { Policy: wirePolicy(account, policy) };
  }),

  GetPolicy: adminAction("GetPolicy", ({ request: { params } }, account) => ({
    Policy: wirePolicy(account, findPolicy(account, params)),
  })),

  GetPolicyVersion: adminAction("GetPolicyVersion", ({ request: { params } }, account) => {
    const policy = findPolicy(account, params);
    const version = params.get("VersionId");
    if (version !== VERSION) {
      throw fault(
        "noSuchEntity",
        `Policy ${policy.arn} version ${version} does not exist or is not attachable.`,
      );
    }
    return {
      PolicyVersion: {
        Document: percentEncoded(policy.policy.text),
        VersionId: VERSION,
        IsDefaultVersion: true,
        CreateDate: policy.createDate,
      },
    };
  }),

  ListPolicies: adminAction("ListPolicies", ({ request: { params } }, account) => {
    const policies = [...account.managedPolicies.values()].map((policy) => wirePolicy(account, policy));
    return page("Policies", policies, params);
  }),

  DeletePolicy: adminAction("DeletePolicy", ({ request: { params } }, account) => {
    const policy = findPolicy(account, params);
    if (attachments(account, policy) > 0) {
      throw fault("deleteConflict", "Cannot delete a policy attached to entities.");
    }
    account.managedPolicies.delete(policy.arn);
    return undefined;
  }),
};
