import type { Entitlement } from "../../entitlements/entitlement";
import { mfaSerialOf, roleArnOf, type Target } from "../../entitlements/model";
import type { EntitlementView } from "../use-cases";

/** What screens and scripts see of an entitlement. */
export function entitlementView({
  id,
  account,
  target,
  maxDurationSeconds,
  because,
}: Entitlement): EntitlementView {
  const roleArn = roleArnOf(target);
  return {
    id,
    accountId: account.accountId,
    accountName: account.name,
    ...(account.alias === undefined ? {} : { accountAlias: account.alias }),
    ...(account.color === undefined ? {} : { accountColor: account.color }),
    partition: account.partition,
    region: account.region,
    roleName: target.name,
    ...(roleArn === undefined ? {} : { roleArn }),
    kind: target.kind,
    ...(target.description === undefined ? {} : { description: target.description }),
    maxDurationSeconds,
    ...mfaOf(target),
    because,
  };
}

function mfaOf(target: Target): Pick<EntitlementView, "needsMfa" | "mfaSerial"> {
  const mfaSerial = mfaSerialOf(target);
  return mfaSerial === undefined ? { needsMfa: false } : { needsMfa: true, mfaSerial };
}
