import type { AuditAction, AuditDetail } from "../../audit/event";
import type { Entitlement } from "../../entitlements/entitlement";
import type { TagPolicy } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { PersonActor } from "../../identity/actor";
import type { SessionUse } from "../../issuance/decide-duration";
import { roleArnOfPlan, type SessionPlan } from "../../issuance/plan";
import { planSession, type SessionWish } from "../../issuance/plan-session";
import { explainRefusal } from "../../trust/explain/explain-refusal";
import type { RefusalExplanation } from "../../trust/explain/explanation";
import type { FlowContext } from "../flow-context";
import { type Happening, record, recordRefusal } from "../record";
import { currentEntitlement } from "./find-entitlement";
import { refusalFacts } from "./refusal-facts";

type Context = Pick<
  FlowContext,
  "clock" | "random" | "settings" | "entitlements" | "connections" | "audit" | "issuance" | "keyrings"
>;

export interface Issuing<T> {
  readonly use: SessionUse;
  readonly entitlementId: string;
  readonly wish: SessionWish;
  /** What the person said it is for. */
  readonly reason?: string | undefined;
  readonly actions: {
    readonly requested: AuditAction;
    readonly issued: AuditAction;
    readonly refused: AuditAction;
  };
  /** Asks AWS, or makes the proof. Called only after the request is in the audit. */
  obtain(
    plan: SessionPlan,
    entitlement: Entitlement,
  ): Promise<{ readonly given: T; readonly detail: AuditDetail }>;
}

export interface Issued<T> {
  readonly given: T;
  readonly plan: SessionPlan;
  readonly entitlement: Entitlement;
}

const MAX_REASON = 500;

function checkReason(reason: string | undefined): void {
  if (reason === undefined || reason.length <= MAX_REASON) return;
  const message = `must have at most ${MAX_REASON} characters`;
  throw new AppError("request.invalid", { fields: [{ field: "reason", message }] });
}

function targetOf({ account, target }: Entitlement): NonNullable<Happening["object"]> {
  return { kind: "target", id: target.id, name: `${account.name} / ${target.name}` };
}

/** Most targets have no use for it: their sessions cost no statement more. */
async function tagPolicyOf(
  { connections }: Context,
  { identity }: PersonActor,
  { target }: Entitlement,
): Promise<TagPolicy> {
  const isNeeded = target.useConnectionTags || target.sessionTags.some((rule) => "attribute" in rule);
  const connection = isNeeded ? await connections.bySlug(identity.connection) : undefined;
  // A connection that is gone says nothing of tags any more, so none of its attributes may become one.
  return connection?.tagPolicy ?? { sessionTags: [], tagAttributes: [] };
}

/** What is found out on the way, for the audit of a refusal. */
interface Progress {
  object?: Happening["object"];
  explanation?: RefusalExplanation;
}

/** What AWS refuses is explained here, where both its answer and the plan are known. */
async function obtained<T>(
  context: Context,
  issuing: Issuing<T>,
  plan: SessionPlan,
  entitlement: Entitlement,
  progress: Progress,
) {
  try {
    return await issuing.obtain(plan, entitlement);
  } catch (error) {
    if (!(error instanceof AppError) || error.aws === undefined) throw error;
    const { aws } = error;
    // What the sign-in service refuses is explained where it is asked.
    if (aws.hints.length > 0) throw error;
    const explanation = explainRefusal(plan, aws, await refusalFacts(context, entitlement, aws));
    progress.explanation = explanation;
    throw error.with({ aws: { ...aws, hints: explanation.hints } });
  }
}

/** The person's hints are in the answer already, and AWS's words stand beside it. */
function auditedExplanation({ explanation }: Progress): { readonly detail?: AuditDetail } {
  if (explanation === undefined) return {};
  const { id, meaning, causes, sent, trustPolicy } = explanation;
  return { detail: { explanation: { id, meaning, causes, sent, trustPolicy } } };
}

async function attempt<T>(
  context: Context,
  actor: PersonActor,
  issuing: Issuing<T>,
  progress: Progress,
): Promise<Issued<T>> {
  const { entitlementId, actions, reason } = issuing;
  checkReason(reason);
  const only = { targetId: entitlementId };
  const entitlement = await currentEntitlement(context, actor, only);
  const object = targetOf(entitlement);
  progress.object = object;
  const { samlProviderName, origin: issuer, hasOwnStsEndpoint } = context.settings;
  const plan = planSession({
    entitlement,
    person: actor,
    tagPolicy: await tagPolicyOf(context, actor, entitlement),
    wish: issuing.wish,
    use: issuing.use,
    settings: { samlProviderName, issuer, hasOwnStsEndpoint },
  });
  await record(context, context.audit, actor, actor.origin, {
    action: actions.requested,
    outcome: "success",
    object,
    detail: { plan, because: entitlement.because, reason },
  });
  const { given, detail } = await obtained(context, issuing, plan, entitlement, progress);
  // The call to AWS took its time: what was revoked meanwhile is not handed over (A08).
  await currentEntitlement(context, actor, only);
  await record(context, context.audit, actor, actor.origin, {
    action: actions.issued,
    outcome: "success",
    object,
    detail: { ...detail, roleArn: roleArnOfPlan(plan), sessionName: plan.sessionName },
  });
  return { given, plan, entitlement };
}

/**
 * The one way anything leaves for AWS: entitled now, planned, in the audit, obtained, still entitled, in the
 * audit again, handed over. Whatever fails on the way, nothing is handed over; when the audit cannot be
 * written, nothing is either.
 * @throws AppError `issuance.not_entitled`, `issuance.*`, `aws.*`, `store.unavailable`
 */
export async function issue<T>(
  context: Context,
  actor: PersonActor,
  issuing: Issuing<T>,
): Promise<Issued<T>> {
  const progress: Progress = {};
  try {
    return await attempt(context, actor, issuing, progress);
  } catch (error) {
    // Of what somebody may not use the audit holds what they asked for, in their words.
    const asked = { kind: "target", name: issuing.entitlementId.slice(0, 100) };
    const happening = {
      action: issuing.actions.refused,
      object: progress.object ?? asked,
      ...auditedExplanation(progress),
    };
    throw await recordRefusal(context, actor, actor.origin, happening, error);
  }
}
