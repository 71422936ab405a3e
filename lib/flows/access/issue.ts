import type { AuditAction, AuditDetail } from "../../audit/event";
import type { Entitlement } from "../../entitlements/entitlement";
import type { PersonActor } from "../../identity/actor";
import type { SessionUse } from "../../issuance/decide-duration";
import { announceProof } from "../../issuance/execute-plan";
import type { SessionProof } from "../../issuance/kinds/kind";
import { roleArnOfPlan, type SessionPlan } from "../../issuance/plan";
import type { SessionWish } from "../../issuance/plan-session";
import { log } from "../../log/log";
import { count } from "../../telemetry/metrics";
import type { FlowContext } from "../flow-context";
import type { LimitedAct } from "../issuance-ports";
import { type Happening, isFailure, record, recordRefusal } from "../record";
import { auditedExplanation, explanationOf, withCodeInDoubt, withHints } from "./explain-refused";
import { enterGate, recordIssued } from "./issuance-gate";
import { personalProof } from "./personal-proof";
import { planEntitlement } from "./plan-entitlement";
import { checkRequirements, isBreakGlass, type PersonalInput } from "./requirements";

export type IssuingContext = Pick<
  FlowContext,
  | "clock"
  | "random"
  | "settings"
  | "gate"
  | "connections"
  | "audit"
  | "issuance"
  | "keyrings"
  | "ownIdentity"
  | "relayedAssertions"
>;

export interface Issuing<T> {
  readonly use: SessionUse;
  readonly entitlementId: string;
  readonly wish: SessionWish;
  /** What the person said and showed. */
  readonly personal: PersonalInput;
  readonly actions: {
    readonly requested: AuditAction;
    readonly issued: AuditAction;
    readonly refused: AuditAction;
  };
  /** Where the person asks; the role's own page when absent. */
  readonly returnTo?: string;
  /** Which limit it counts against. */
  readonly limitedAs: LimitedAct;
  /** For every event, e.g. which tool asked. */
  readonly detail?: AuditDetail;
  /** What else stands against it, before anything is planned or asked. */
  check?(entitlement: Entitlement): void;
  /** Asks AWS, or makes the proof. Called only after the request is in the audit. */
  obtain(
    plan: SessionPlan,
    entitlement: Entitlement,
    proof: SessionProof,
  ): Promise<{ readonly given: T; readonly detail: AuditDetail }>;
}

export interface Issued<T> {
  readonly given: T;
  readonly plan: SessionPlan;
  readonly entitlement: Entitlement;
}

/** What is found out on the way, for the audit of a refusal. */
interface Progress {
  object?: Happening["object"];
  kind?: string;
  detail: AuditDetail;
}

export function auditedTarget({
  account,
  target,
}: Pick<Entitlement, "account" | "target">): NonNullable<Happening["object"]> {
  return { kind: "target", id: target.id, name: `${account.name} / ${target.name}` };
}

/** What AWS refuses is explained here, where both its answer and the plan are known. */
async function obtained<T>(
  context: IssuingContext,
  { obtain }: Issuing<T>,
  plan: SessionPlan,
  entitlement: Entitlement,
  proof: SessionProof,
  progress: Progress,
) {
  try {
    return await obtain(plan, entitlement, proof);
  } catch (error) {
    const explanation = await explanationOf(context, plan, entitlement, error);
    if (explanation === undefined) throw withCodeInDoubt(error, proof);
    progress.detail = { ...progress.detail, ...auditedExplanation(explanation) };
    throw withHints(error, explanation);
  }
}

async function attempt<T>(
  context: IssuingContext,
  actor: PersonActor,
  issuing: Issuing<T>,
  progress: Progress,
): Promise<Issued<T>> {
  const { entitlementId, actions, personal } = issuing;
  const entitlement = await enterGate(context, actor, entitlementId, issuing.limitedAs);
  const object = auditedTarget(entitlement);
  progress.object = object;
  progress.kind = entitlement.target.kind;
  // So that break-glass is found in the audit by one filter, whatever becomes of it.
  if (isBreakGlass(entitlement.target)) progress.detail = { ...progress.detail, breakGlass: true };
  // First what no reason and no code could change: nobody is asked for either in vain.
  issuing.check?.(entitlement);
  await checkRequirements(context, {
    actor,
    target: entitlement.target,
    personal,
    returnTo: issuing.returnTo,
  });
  const plan = await planEntitlement(context, actor, entitlement, issuing.wish, issuing.use);
  const proof = announceProof(plan, context.issuance, await personalProof(context, actor, plan, personal));
  const always = progress.detail;
  await record(context, context.audit, actor, actor.origin, {
    action: actions.requested,
    outcome: "success",
    object,
    detail: {
      plan,
      proofId: proof.proofId,
      because: entitlement.because,
      reason: personal.reason,
      ...always,
    },
  });
  progress.detail = { ...always, plan, proofId: proof.proofId };
  const { given, detail } = await obtained(context, issuing, plan, entitlement, proof, progress);
  const issued = { given, plan, entitlement };
  await recordIssued(context, actor, issued, {
    action: actions.issued,
    object,
    detail: { ...detail, roleArn: roleArnOfPlan(plan), sessionName: plan.sessionName, ...always },
  });
  return issued;
}

/**
 * The one way anything leaves for AWS: entitled now, planned, in the audit, obtained, in the audit again while
 * still entitled, handed over. Whatever fails on the way, nothing is handed over; when the audit cannot be
 * written, nothing is either.
 * @throws AppError `request.too_many`, `issuance.not_entitled`, `issuance.locked_down`, `issuance.*`, `aws.*`, `store.unavailable`
 */
export async function issue<T>(
  context: IssuingContext,
  actor: PersonActor,
  issuing: Issuing<T>,
): Promise<Issued<T>> {
  const progress: Progress = { detail: issuing.detail ?? {} };
  const { actions } = issuing;
  try {
    const issued = await attempt(context, actor, issuing, progress);
    soundBreakGlass(actor, actions.issued, issued.entitlement);
    count("rolebridge_issuances_total", { kind: issued.plan.kind, use: issuing.use, outcome: "issued" });
    return issued;
  } catch (error) {
    // Of what somebody may not use the audit holds what they asked for, in their words.
    const asked = { kind: "target", name: issuing.entitlementId.slice(0, 100) };
    const happening = {
      action: actions.refused,
      object: progress.object ?? asked,
      detail: progress.detail,
    };
    const refused = await recordRefusal(context, actor, actor.origin, happening, error);
    const outcome = isFailure(refused) ? "failed" : "refused";
    count("rolebridge_issuances_total", { kind: progress.kind ?? "none", use: issuing.use, outcome });
    throw refused;
  }
}

/** For whoever watches the log: such a session is news, whatever the hour. */
function soundBreakGlass({ origin, identity }: PersonActor, action: AuditAction, entitlement: Entitlement) {
  if (!isBreakGlass(entitlement.target)) return;
  log.warn("a break-glass session was given", {
    reference: origin.reference,
    action,
    target: auditedTarget(entitlement).name,
    person: identity.username,
  });
}
