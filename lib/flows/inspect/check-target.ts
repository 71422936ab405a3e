import type { AuditDetail } from "../../audit/event";
import type { AwsSession } from "../../aws/session";
import { unansweredRegions } from "../../aws/sts-failover";
import type { RegionAttempt } from "../../aws/sts-port";
import type { Entitlement } from "../../entitlements/entitlement";
import { AppError } from "../../errors/app-error";
import type { PersonActor } from "../../identity/actor";
import { announceProof, executePlan } from "../../issuance/execute-plan";
import type { SessionProof } from "../../issuance/kinds/kind";
import type { SessionPlan } from "../../issuance/plan";
import {
  CHECK_DURATION_SECONDS,
  type CheckOutcome,
  checkTarget as stepsOf,
  type TargetCheck,
  uncheckedTarget,
} from "../../trust/check/check-target";
import { auditedTarget } from "../access/issue";
import { personalProof } from "../access/personal-proof";
import { planEntitlement } from "../access/plan-entitlement";
import { refusalFacts } from "../access/refusal-facts";
import { checkRequirements } from "../access/requirements";
import { sessionCaller } from "../access/session-caller";
import { requireAdministrator, requirePerson } from "../authorize";
import type { FlowContext } from "../flow-context";
import { record } from "../record";
import type { InspectUseCases } from "./inspect-use-cases";
import { targetWithAccount, ungranted } from "./plan-for";

const REASON = "Check of the target by an administrator";

interface Checked {
  readonly check: TargetCheck;
  readonly detail: AuditDetail;
}

function sentenceOf(error: AppError): string {
  return error.detail ?? error.title;
}

/** What came of asking, in the terms of the steps; undefined when it says nothing of AWS. */
function outcomeOf(error: AppError): CheckOutcome | undefined {
  if (error.aws !== undefined) return { at: "refused", answer: error.aws };
  if (error.code.startsWith("keys.")) return { at: "signing_key", problem: sentenceOf(error) };
  return error.code.startsWith("aws.") ? { at: "endpoint", problem: sentenceOf(error) } : undefined;
}

/** A session that works and belongs to somebody else is the worst of all set-ups. */
async function callerOf(
  { issuance }: FlowContext,
  plan: SessionPlan,
  session: AwsSession,
): Promise<string | undefined> {
  return issuance.sts.getCallerIdentity(plan.sts, sessionCaller(session)).then(
    ({ value }) => value.arn,
    () => undefined,
  );
}

function answeredDetail(session: AwsSession, attempts: readonly RegionAttempt[]): AuditDetail {
  const { accessKeyId, assumedRoleArn, expiration, packedPercent } = session;
  return { accessKeyId, assumedRoleArn, expiration, packedPercent, attempts };
}

/** Asks AWS; the session is used once, to ask who it is, and let go. */
async function tried(
  context: FlowContext,
  plan: SessionPlan,
  entitlement: Entitlement,
  proof: SessionProof,
): Promise<Checked> {
  try {
    const { session, attempts } = await executePlan(plan, context.issuance, proof);
    const callerArn = await callerOf(context, plan, session);
    const { packedPercent } = session;
    const outcome: CheckOutcome = {
      at: "answered",
      ...(callerArn === undefined ? {} : { callerArn }),
      ...(packedPercent === undefined ? {} : { packedPercent }),
    };
    const check = stepsOf(plan, outcome, await refusalFacts(context, entitlement, {}));
    return { check, detail: answeredDetail(session, attempts) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { aws, code, reason, audit } = error;
    const outcome = outcomeOf(error);
    const check =
      outcome === undefined
        ? uncheckedTarget(sentenceOf(error))
        : stepsOf(
            plan,
            outcome,
            await refusalFacts(context, entitlement, {
              ...aws,
              unanswered: unansweredRegions(error),
            }),
          );
    return {
      check,
      detail: { ...audit, code, reason, awsCode: aws?.awsCode, awsMessage: aws?.awsMessage },
    };
  }
}

async function planned(
  context: FlowContext,
  person: PersonActor,
  entitlement: Entitlement,
): Promise<SessionPlan | AppError> {
  const wish = { durationSeconds: CHECK_DURATION_SECONDS };
  try {
    return await planEntitlement(context, person, entitlement, wish, "credentials");
  } catch (error) {
    if (error instanceof AppError && error.kind === "invalid") return error;
    throw error;
  }
}

/**
 * The way of a real session, in the audit before and after, under the administrator's own session name so that
 * CloudTrail says who it was.
 */
export function checkTarget(context: FlowContext): InspectUseCases["checkTarget"] {
  return async (actor, targetId, personal) => {
    await requireAdministrator(context, actor, "targets.check");
    const person = requirePerson(actor);
    const { account, target } = await targetWithAccount(context, targetId);
    const entitlement = ungranted(account, target);
    const object = auditedTarget(entitlement);
    await checkRequirements(context, {
      actor: person,
      target,
      personal: { ...personal, reason: REASON },
      returnTo: `/admin/targets/${target.id}/check`,
    });
    const write = (
      action: "target.check_requested" | "target.checked",
      check: TargetCheck | undefined,
      detail: AuditDetail,
    ) =>
      record(context, context.audit, actor, actor.origin, {
        action,
        outcome: check?.steps.some(({ state }) => state === "failed") ? "refused" : "success",
        object,
        detail: {
          ...detail,
          steps: check?.steps.map(({ id, state, problem, note }) => ({ id, state, problem, note })),
          explanation: check?.explanation,
        },
      });
    const plan = await planned(context, person, entitlement);
    if (plan instanceof AppError) {
      const check = uncheckedTarget(sentenceOf(plan));
      await write("target.checked", check, { code: plan.code, reason: plan.reason });
      return check;
    }
    const personally = await personalProof(context, person, plan, personal);
    const proof = announceProof(plan, context.issuance, personally);
    const asked = { plan, proofId: proof.proofId };
    await write("target.check_requested", undefined, asked);
    const { check, detail } = await tried(context, plan, entitlement, proof);
    await write("target.checked", check, { ...asked, ...detail });
    return check;
  };
}
