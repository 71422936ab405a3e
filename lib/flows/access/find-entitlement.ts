import { composeEntitlements } from "../../entitlements/compose-entitlements";
import type { Entitlement } from "../../entitlements/entitlement";
import { AppError } from "../../errors/app-error";
import type { PersonActor } from "../../identity/actor";
import { requirePerson } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { AccessUseCases } from "../use-cases";
import { entitlementView } from "./entitlement-view";

type Context = Pick<FlowContext, "clock" | "entitlements">;

/**
 * One entitlement, computed at this moment. A target that does not exist, one of somebody else, and a grant
 * removed a second ago are the same answer in the same words: ids tell nothing (A12).
 * @throws AppError `issuance.not_entitled`
 */
export async function currentEntitlement(
  { clock, entitlements }: Context,
  { identity }: PersonActor,
  only: { readonly targetId: string } | { readonly account: string; readonly role: string },
): Promise<Entitlement> {
  const now = clock.now();
  const matching = await entitlements.matching(identity, now, only);
  const [entitlement] = composeEntitlements(identity, matching, now);
  if (!entitlement) throw new AppError("issuance.not_entitled");
  return entitlement;
}

export function findEntitlement(
  context: Context & Pick<FlowContext, "settings" | "connections" | "ownIdentity" | "relayedAssertions">,
): AccessUseCases["findEntitlement"] {
  return async (actor, account, role) => {
    const person = requirePerson(actor);
    return entitlementView(context, person, await currentEntitlement(context, person, { account, role }));
  };
}
