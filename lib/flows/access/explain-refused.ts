import type { AuditDetail } from "../../audit/event";
import { unansweredRegions } from "../../aws/sts-failover";
import type { Entitlement } from "../../entitlements/entitlement";
import { AppError } from "../../errors/app-error";
import type { PersonalProof } from "../../issuance/kinds/kind";
import type { SessionPlan } from "../../issuance/plan";
import { explainRefusal } from "../../trust/explain/explain-refusal";
import type { RefusalExplanation } from "../../trust/explain/explanation";
import type { FlowContext } from "../flow-context";
import { refusalFacts } from "./refusal-facts";

type Context = Pick<
  FlowContext,
  "clock" | "settings" | "issuance" | "keyrings" | "ownIdentity" | "connections"
>;

/**
 * What AWS's refusal means where both its answer and the plan are known.
 * @param error whatever was thrown; undefined comes back when it was no refusal of AWS
 */
export async function explanationOf(
  context: Context,
  plan: SessionPlan,
  entitlement: Entitlement,
  error: unknown,
): Promise<RefusalExplanation | undefined> {
  if (!(error instanceof AppError) || error.aws === undefined) return undefined;
  // What the sign-in service refuses is explained where it is asked.
  if (error.aws.hints.length > 0) return undefined;
  const known = { ...error.aws, unanswered: unansweredRegions(error) };
  return explainRefusal(plan, error.aws, await refusalFacts(context, entitlement, known));
}

/**
 * The same error where no region answered a call that carried a one-time code: whether AWS used the code is not known,
 * and whoever tries again with it would be told that it is wrong.
 */
export function withCodeInDoubt(error: unknown, { mfaCode }: PersonalProof): unknown {
  const isInDoubt = error instanceof AppError && error.code === "aws.unreachable" && mfaCode !== undefined;
  if (!isInDoubt || unansweredRegions(error).length === 0) return error;
  return error.with({
    detail: `${error.detail ?? error.title} Your one-time code may be used up all the same: wait until your device shows the next one before you try again.`,
  });
}

/** The same error with the hints for the person. */
export function withHints(error: unknown, { hints }: RefusalExplanation): unknown {
  if (!(error instanceof AppError) || error.aws === undefined) return error;
  return error.with({ aws: { ...error.aws, hints } });
}

/** For the audit. The person's hints are in the answer already, and AWS's words stand beside it. */
export function auditedExplanation(explanation: RefusalExplanation | undefined): AuditDetail {
  if (explanation === undefined) return {};
  const { id, meaning, causes, sent, trustPolicy } = explanation;
  return { explanation: { id, meaning, causes, sent, trustPolicy } };
}
