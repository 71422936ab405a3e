import type { Entitlement } from "../../entitlements/entitlement";
import { mfaSerialOf, roleArnOf, type Target } from "../../entitlements/model";
import type { PersonActor } from "../../identity/actor";
import { narrowest } from "../../issuance/decide-duration";
import { limitationsOf, limitsOf } from "../../issuance/session-facts";
import type { FlowContext } from "../flow-context";
import { type Standing, stepUpOf } from "../step-up/requirement";
import type { EntitlementView } from "../use-cases";
import { planSettings } from "./plan-entitlement";
import { relayOf } from "./relay-standing";

/**
 * What screens and scripts see of an entitlement: how long a session may really last is the least of all limits.
 * @param standing of the person whose it is
 */
export async function entitlementView(
  context: Pick<FlowContext, "clock" | "settings" | "connections" | "ownIdentity" | "relayedAssertions">,
  standing: Standing & Partial<Pick<PersonActor, "personId">>,
  entitlement: Entitlement,
): Promise<EntitlementView> {
  const { id, account, target, because } = entitlement;
  const limit = narrowest(limitsOf(entitlement, await planSettings(context, entitlement)));
  const roleArn = roleArnOf(target);
  const stepUp = await stepUpOf(context, standing, target);
  const relay = await relayOf(context, standing, entitlement);
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
    maxDurationSeconds: limit.seconds,
    durationLimitedBy: limit.decidedBy,
    ...mfaOf(target),
    requiresReason: target.requireReason,
    ...(stepUp === undefined ? {} : { stepUp }),
    ...(relay === undefined ? {} : { relay }),
    limitations: limitationsOf(target),
    because,
  };
}

function mfaOf(target: Target): Pick<EntitlementView, "needsMfa" | "mfaSerial"> {
  const mfaSerial = mfaSerialOf(target);
  return mfaSerial === undefined ? { needsMfa: false } : { needsMfa: true, mfaSerial };
}
