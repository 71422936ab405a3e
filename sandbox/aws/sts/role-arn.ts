import { fault } from "../faults";

/**
 * Refuses what is long enough for a role's ARN but is none.
 * @throws AwsFault ValidationError
 */
export function checkRoleArn(arn: string): void {
  if (!/^arn:[^:]+:[^:]+:[^:]*:\d{12}:\S+$/.test(arn)) throw fault("malformedRoleArn", arn);
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\//.test(arn)) throw fault("notARoleArn");
}
