/** A role or user of IAM, taken apart. */
export interface IamArn {
  readonly partition: string;
  readonly accountId: string;
  readonly type: "role" | "user";
  /** `/` or `/team/platform/`. */
  readonly path: string;
  readonly name: string;
}

const IAM_ARN = /^arn:(aws[a-z-]*):iam::(\d{12}):(role|user)(\/(?:[!-~]+\/)?)([\w+=,.@-]{1,64})$/;

/** Absent for what is neither a role nor a user: the root user, a session, a provider. */
export function parseIamArn(arn: string): IamArn | undefined {
  const [, partition, accountId, type, path, name] = IAM_ARN.exec(arn) ?? [];
  if (!partition || !accountId || !path || !name) return undefined;
  return { partition, accountId, type: type as IamArn["type"], path, name };
}

/** `418273650912` of any ARN that has an account; absent otherwise. */
export function accountOfArn(arn: string): string | undefined {
  const account = arn.split(":")[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

/** The last part of an ARN: the name, without its path. */
export function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/**
 * The principal that a trust policy names for whoever calls. GetCallerIdentity tells a role by its session,
 * which ends; the role is what stays. The path of the role is not in a session's ARN: where the role has one,
 * the operator configures the role's own ARN.
 */
export function principalOfCaller(arn: string): string {
  const [, partition, account, role] =
    /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(arn) ?? [];
  return role === undefined ? arn : `arn:${partition}:iam::${account}:role/${role}`;
}
