import { fault } from "../faults";
import { awsManagedPolicy } from "../policy/aws-managed-policies";
import type { Account } from "../store/account";

/**
 * Refuses an ARN that is neither a policy of the account nor one of AWS's.
 * @throws AwsFault NoSuchEntity
 */
export function requireManagedPolicy(account: Account, arn: string): void {
  if (account.managedPolicies.has(arn) || awsManagedPolicy(arn) !== undefined) return;
  throw fault("noSuchEntity", `Policy ${arn} does not exist or is not attachable.`);
}
