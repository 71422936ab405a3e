import type { Partition } from "../../aws/partition";
import { PARTITIONS } from "../../aws/partitions";
import { parseIamArn } from "../iam-arn";
import { shellWord } from "../set-up/shell";
import { type PolicyDocument, policyOf } from "./policy-document";
import { toIamDate } from "./trust-policy";

/** How to end the sessions of a role or user that exist now. */
export interface Revocation {
  readonly policyName: string;
  readonly policy: PolicyDocument;
  /** Page of the AWS console where the same is one button; absent where no console is known. */
  readonly consoleUrl?: string;
  /** One line of the AWS CLI, run as an administrator of the account. */
  readonly command: string;
}

/** The name that AWS's own button uses, so that both overwrite one policy. */
const POLICY_NAME = "AWSRevokeOlderSessions";

/** Of a role's sessions `aws:userid` ends with their name, and ours are one person's each (AWS: unique identifiers). */
function policyFor(sessionName: string | undefined) {
  return sessionName === undefined
    ? { policyName: POLICY_NAME, ofOne: {} }
    : {
        policyName: `RolebridgeRevoke-${sessionName}`,
        ofOne: { StringLike: { "aws:userid": `*:${sessionName}` } },
      };
}

/**
 * A session cannot be taken back, but its permissions can: everything is denied to whatever was issued before
 * an instant (IAM User Guide, revoke role session credentials). Who signs in after it works as before.
 *
 * @param arn role or IAM user whose sessions end; of users it ends the sessions and not the keys
 * @param sessionName of a role only the sessions of this name end, and everybody else goes on working
 * @returns nothing when the ARN is neither
 */
export function revokeSessions(
  arn: string,
  partition: Partition,
  before: Date,
  sessionName?: string,
): Revocation | undefined {
  const identity = parseIamArn(arn);
  if (identity === undefined) return undefined;
  const isRole = identity.type === "role";
  const { policyName, ofOne } = policyFor(isRole ? sessionName : undefined);
  const policy = policyOf({
    Sid: "RevokeOlderSessions",
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: { DateLessThan: { "aws:TokenIssueTime": toIamDate(before) }, ...ofOne },
  });
  const input = {
    [isRole ? "RoleName" : "UserName"]: identity.name,
    PolicyName: policyName,
    PolicyDocument: JSON.stringify(policy),
  };
  const { console: aws } = PARTITIONS[partition];
  const page = `${isRole ? "roles" : "users"}/details/${encodeURIComponent(identity.name)}`;
  return {
    policyName,
    policy,
    // That button ends the sessions of everybody.
    ...(aws === undefined || policyName !== POLICY_NAME
      ? {}
      : { consoleUrl: `https://${aws.consoleDomain}/iam/home#/${page}` }),
    command: `aws iam put-${identity.type}-policy --cli-input-json ${shellWord(JSON.stringify(input))}`,
  };
}
