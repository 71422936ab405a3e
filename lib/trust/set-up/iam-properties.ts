import type { AwsResource } from "./aws-resource";

type Of<Type extends AwsResource["type"]> = Extract<AwsResource, { type: Type }>;

/** A role by the names that IAM's API and CloudFormation's AWS::IAM::Role both use. */
export function roleProperties(role: Of<"role">): Record<string, unknown> {
  return {
    RoleName: role.name,
    Path: role.path,
    Description: role.description,
    MaxSessionDuration: role.maxSessionDurationSeconds,
    AssumeRolePolicyDocument: role.trustPolicy,
    ...(role.managedPolicyArns.length === 0 ? {} : { ManagedPolicyArns: role.managedPolicyArns }),
  };
}

/** The same of an inline policy: AWS::IAM::RolePolicy or AWS::IAM::UserPolicy. */
export function inlinePolicyProperties(policy: Of<"inline-policy">): Record<string, unknown> {
  return {
    [policy.on === "role" ? "RoleName" : "UserName"]: policy.identityName,
    PolicyName: policy.policyName,
    PolicyDocument: policy.policy,
  };
}
