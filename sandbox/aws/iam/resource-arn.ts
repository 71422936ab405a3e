import type { QueryParams } from "../query/query-params";
import type { Account } from "../store/account";

/** ARN of what an IAM call is about, as permission policies name it; `*` for lists and for what names nothing. */
export function resourceArn(params: QueryParams, account: Account): string {
  const given = ["SAMLProviderArn", "OpenIDConnectProviderArn", "SerialNumber"]
    .map((name) => params.get(name))
    .find((arn) => arn?.startsWith("arn:"));
  if (given !== undefined) return given;
  const iam = `arn:${account.partition.name}:iam::${account.accountId}`;
  const path = params.get("Path") ?? "/";
  const role = params.get("RoleName");
  if (role !== undefined) return account.roles.get(role.toLowerCase())?.arn ?? `${iam}:role${path}${role}`;
  const user = params.get("UserName");
  if (user !== undefined) return account.users.get(user.toLowerCase())?.arn ?? `${iam}:user${path}${user}`;
  const policy = params.get("PolicyName");
  return params.get("PolicyArn") ?? (policy === undefined ? "*" : `${iam}:policy${path}${policy}`);
}
