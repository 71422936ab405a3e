import type { Entitlement } from "../entitlements/entitlement";
import type { Target, TargetKind, TargetOf } from "../entitlements/model";
import { type DecidedDuration, durationLimits } from "./decide-duration";
import type { PlanSettings, SessionLimitation } from "./kinds/kind";
import { kindOf } from "./kinds/kinds";

/** What a session of this target cannot do; told before it is issued. */
export function limitationsOf(target: Target): readonly SessionLimitation[] {
  return limitationsOfKind(target);
}

function limitationsOfKind<Kind extends TargetKind>(target: TargetOf<Kind>): readonly SessionLimitation[] {
  return kindOf(target.kind).limitations(target);
}

/** How long a session may last, by every limit there is. */
export function limitsOf(
  entitlement: Entitlement,
  settings: PlanSettings,
): readonly [DecidedDuration, ...DecidedDuration[]] {
  return durationLimits(entitlement, kindLimit(entitlement.target, settings));
}

function kindLimit<Kind extends TargetKind>(target: TargetOf<Kind>, settings: PlanSettings): number {
  return kindOf(target.kind).maxDurationSeconds(target, settings);
}
