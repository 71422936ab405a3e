import { parseRoleArn } from "../aws/arn";
import { AppError } from "../errors/app-error";
import type { PlanCommon } from "./plan";

/**
 * A role may be reached only through its own account: who may change a target decides no other's.
 * @throws AppError `aws.arn_invalid`
 */
export function roleOfAccount(roleArn: string, { accountId, partition }: PlanCommon): string {
  const role = parseRoleArn(roleArn);
  if (role.accountId === accountId && role.partition === partition) return role.arn;
  throw new AppError("aws.arn_invalid", {
    reason: "role_of_another_account",
    detail: `The role ${roleArn} is not in account ${accountId} of partition ${partition}.`,
  });
}

/**
 * The same for IAM users: their sessions open the account that they are in.
 * @throws AppError `aws.arn_invalid`
 */
export function userOfAccount(userArn: string, { accountId, partition }: PlanCommon): string {
  if (userArn.startsWith(`arn:${partition}:iam::${accountId}:user/`)) return userArn;
  throw new AppError("aws.arn_invalid", {
    reason: "user_of_another_account",
    detail: `The key belongs to ${userArn}, which is no IAM user of account ${accountId} of partition ${partition}.`,
  });
}
