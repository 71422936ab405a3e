import type { Entitlement } from "../../entitlements/entitlement";
import type { EntitlementView } from "../use-cases";

/** What screens and scripts see of an entitlement. */
export function entitlementView({
  id,
  account,
  target,
  maxDurationSeconds,
  because,
}: Entitlement): EntitlementView {
  return {
    id,
    accountId: account.accountId,
    accountName: account.name,
    ...(account.alias === undefined ? {} : { accountAlias: account.alias }),
    ...(account.color === undefined ? {} : { accountColor: account.color }),
    partition: account.partition,
    region: account.region,
    roleName: target.name,
    roleArn: target.roleArn,
    kind: target.kind,
    ...(target.description === undefined ? {} : { description: target.description }),
    maxDurationSeconds,
    needsMfa: false,
    because,
  };
}
