import type { PlanPreview } from "@/lib/flows/access/plan-preview";
import type { PersonPlan, UnsavedPreview } from "@/lib/flows/inspect/inspect-use-cases";

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

/** What a form shows of a target that nobody has saved. */
export function unsavedPlanView(preview: UnsavedPreview) {
  const { username, connection } = preview.person;
  return { ...planView(preview), person: { username, connection }, trustPolicy: preview.trustPolicy };
}

/** The same as a browser reads it. */
export type UnsavedPlanView = ReturnType<typeof unsavedPlanView>;
