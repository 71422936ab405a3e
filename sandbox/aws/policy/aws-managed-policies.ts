import type { StoredPolicy } from "../store/account";
import { parsePermissionPolicy } from "./permission-policy";

const allow = (Action: string | readonly string[]) => ({ Effect: "Allow", Action, Resource: "*" });

/**
 * Policies that AWS itself keeps and every account may attach, by the name in `arn:aws:iam::aws:policy/NAME`. Their
 * actions are cut down to the services that this AWS has; what they permit of those is the published text's.
 */
const STATEMENTS: Readonly<Record<string, object>> = {
  AdministratorAccess: allow("*"),
  PowerUserAccess: {
    Effect: "Allow",
    NotAction: ["iam:*", "organizations:*", "account:*"],
    Resource: "*",
  },
  ReadOnlyAccess: allow(["iam:Get*", "iam:List*", "s3:Get*", "s3:List*", "sts:GetAccessKeyInfo"]),
  SecurityAudit: allow(["iam:Get*", "iam:List*", "s3:GetBucket*", "s3:ListAllMyBuckets"]),
  IAMFullAccess: allow("iam:*"),
  IAMReadOnlyAccess: allow(["iam:Get*", "iam:List*"]),
  AmazonS3FullAccess: allow("s3:*"),
  AmazonS3ReadOnlyAccess: allow(["s3:Get*", "s3:List*", "s3:Describe*"]),
};

const POLICIES: ReadonlyMap<string, StoredPolicy> = new Map(
  Object.entries(STATEMENTS).map(([name, Statement]) => [
    name,
    parsePermissionPolicy(JSON.stringify({ Version: "2012-10-17", Statement })),
  ]),
);

/** The policy behind an ARN of AWS's own (`arn:aws:iam::aws:policy/ReadOnlyAccess`, of any partition). */
export function awsManagedPolicy(arn: string): StoredPolicy | undefined {
  const name = /^arn:aws[a-z-]*:iam::aws:policy\/([\w+=,.@-]+)$/.exec(arn)?.[1];
  return name === undefined ? undefined : POLICIES.get(name);
}
