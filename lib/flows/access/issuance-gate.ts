import { composeEntitlements } from "../../entitlements/compose-entitlements";
import type { Entitlement } from "../../entitlements/entitlement";
import { AppError } from "../../errors/app-error";
import type { PersonActor } from "../../identity/actor";
import type { SessionPlan } from "../../issuance/plan";
import type { FlowContext } from "../flow-context";
import type { Entered, LimitedAct } from "../issuance-ports";
import { limitOf, requireNoWait } from "../rate-limits";
import { eventOf, type Happening } from "../record";

export type GateContext = Pick<FlowContext, "clock" | "random" | "settings" | "gate">;

/** Why a lock-down was made is for administrators: the person it is about may be the one who must not know. */
function requireOpen({ lockedDown }: Entered): void {
  if (lockedDown === undefined) return;
  throw new AppError("issuance.locked_down", { reason: lockedDown });
}

function entitlementOf({ matches }: Entered, actor: PersonActor, now: Date): Entitlement {
  const [entitlement] = composeEntitlements(actor.identity, matches, now);
  if (!entitlement) throw new AppError("issuance.not_entitled");
  return entitlement;
}

/**
 * The one way in: counted, entitled at this moment, and not locked down. A target that does not exist and one of
 * somebody else are the same answer, locked down or not: ids tell nothing (A12).
 * @throws AppError `request.too_many`, `issuance.not_entitled`, `issuance.locked_down`
 */
export async function enterGate(
  { clock, settings, gate }: GateContext,
  actor: PersonActor,
  targetId: string,
  act: LimitedAct,
): Promise<Entitlement> {
  const now = clock.now();
  const { personId, identity } = actor;
  const limit = limitOf(settings.rateLimits, act, personId);
  const entered = await gate.enter({ personId, identity, targetId, limit, now });
  requireNoWait(entered.waitSeconds);
  const entitlement = entitlementOf(entered, actor, now);
  requireOpen(entered);
  return entitlement;
}

/** Grants that give the planned duration by themselves: losing the others changes nothing about this session. */
function sufficientGrants({ because }: Entitlement, seconds: number): readonly string[] {
  return because
    .filter(({ maxDurationSeconds }) => (maxDurationSeconds ?? seconds) >= seconds)
    .map(({ grantId }) => grantId);
}

/** Read again for the reason only; that something is gone is decided. */
async function whyGone(context: GateContext, actor: PersonActor, targetId: string): Promise<AppError> {
  const { personId, identity } = actor;
  const now = context.clock.now();
  const entered = await context.gate.enter({ personId, identity, targetId, limit: undefined, now });
  if (entered.lockedDown !== undefined && entered.matches.length > 0) {
    return new AppError("issuance.locked_down", { reason: entered.lockedDown });
  }
  return new AppError("issuance.not_entitled", { reason: "taken_away_meanwhile" });
}

/**
 * Writes that it was issued, and is thereby what decides whether it is: the call to AWS took its time, and what
 * was taken away meanwhile is not handed over (A08).
 * @throws AppError `issuance.not_entitled`, `issuance.locked_down`, `store.unavailable`
 */
export async function recordIssued(
  context: GateContext,
  actor: PersonActor,
  { entitlement, plan }: { readonly entitlement: Entitlement; readonly plan: SessionPlan },
  happening: Omit<Happening, "outcome">,
): Promise<void> {
  const seconds = Math.min(plan.durationSeconds, entitlement.maxDurationSeconds);
  const event = eventOf(context, actor, actor.origin, { ...happening, outcome: "success" });
  const isHeld = await context.gate.appendWhileHeld(event, {
    personId: actor.personId,
    appSessionId: actor.appSessionId,
    targetId: entitlement.target.id,
    grantIds: sufficientGrants(entitlement, seconds),
    seconds,
    now: context.clock.now(),
  });
  if (!isHeld) throw await whyGone(context, actor, entitlement.target.id);
}
