import type { PlanPreview } from "@/lib/flows/access/plan-preview";
import type { PersonPlan } from "@/lib/flows/inspect/inspect-use-cases";

/** A plan holds no secret: it is what the audit keeps. */
export function planView(preview: PlanPreview) {
  return {
    plan: preview.plan,
    sent: preview.sent,
    durationSeconds: preview.plan.durationSeconds,
    durationDecidedBy: preview.plan.durationDecidedBy,
    limits: preview.limits.map(({ seconds, decidedBy }) => ({ seconds, decidedBy })),
    limitations: preview.limitations,
    needsMfa: preview.mfaSerial !== undefined,
    mfaSerial: preview.mfaSerial,
    requiresReason: preview.requiresReason,
  };
}

export function personPlanView(preview: PersonPlan) {
  const { username, connection } = preview.person;
  return { ...planView(preview), person: { username, connection }, entitled: preview.entitled };
}
