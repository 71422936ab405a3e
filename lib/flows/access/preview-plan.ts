import type { Entitlement } from "../../entitlements/entitlement";
import { mfaSerialOf } from "../../entitlements/model";
import type { Identity } from "../../identity/identity";
import { limitationsOf, limitsOf } from "../../issuance/session-facts";
import { sentRequest } from "../../trust/explain/sent-request";
import { requirePerson } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { AccessUseCases } from "../use-cases";
import { currentEntitlement } from "./find-entitlement";
import { planEntitlement, planSettings } from "./plan-entitlement";
import type { PlanPreview, PreviewWish } from "./plan-preview";

type Context = Pick<FlowContext, "settings" | "connections" | "ownIdentity" | "issuance">;

/**
 * The plan that would be executed: made by the same code from the same rows.
 * @throws AppError `issuance.*` as asking for the session would, e.g. `issuance.tag_invalid` naming the attribute
 */
export async function previewOf(
  context: Context,
  person: { readonly identity: Identity; readonly sessionName: string },
  entitlement: Entitlement,
  { use = "credentials", ...wish }: PreviewWish,
): Promise<PlanPreview> {
  const plan = await planEntitlement(context, person, entitlement, wish, use);
  const limits = limitsOf(entitlement, await planSettings(context, entitlement));
  const { target } = entitlement;
  const mfaSerial = mfaSerialOf(target);
  return {
    plan,
    sent: sentRequest(plan, { saml: context.issuance.entityId, oidc: context.settings.origin }),
    limits: limits.toSorted((a, b) => a.seconds - b.seconds),
    limitations: limitationsOf(target),
    ...(mfaSerial === undefined ? {} : { mfaSerial }),
    requiresReason: target.requireReason,
  };
}

/** What somebody's own session would be. */
export function previewPlan(
  context: Context & Pick<FlowContext, "clock" | "entitlements">,
): AccessUseCases["previewPlan"] {
  return async (actor, { entitlementId, ...wish }) => {
    const person = requirePerson(actor);
    const entitlement = await currentEntitlement(context, person, { targetId: entitlementId });
    return previewOf(context, person, entitlement, wish);
  };
}
