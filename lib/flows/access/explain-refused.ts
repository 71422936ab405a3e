import type { AuditDetail } from "../../audit/event";
import type { Entitlement } from "../../entitlements/entitlement";
import { AppError } from "../../errors/app-error";
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
  return explainRefusal(plan, error.aws, await refusalFacts(context, entitlement, error.aws));
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
