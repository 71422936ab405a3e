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
