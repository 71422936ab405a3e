import { AppError } from "../errors/app-error";
import type { ConsoleProof, IssuanceTools, IssuedSession } from "./kinds/kind";
import { kindOf } from "./kinds/kinds";
import type { SessionPlan } from "./plan";

/**
 * Makes the proof and asks STS. Whoever calls this has committed the audit event with the plan before.
 *
 * @throws AppError `aws.refused`, `aws.unreachable`, `issuance.assertion_invalid`
 */
export function executePlan(plan: SessionPlan, tools: IssuanceTools): Promise<IssuedSession> {
  return kindOf(plan.kind).execute(plan, tools);
}

/**
 * A proof that the browser posts to AWS itself; no credentials pass through here. Session policies have
 * no place in this form: a plan that has one is refused instead of opening more than it allows.
 *
 * @throws AppError `issuance.console_unavailable`, `issuance.assertion_invalid`
 */
export async function proveForConsole(plan: SessionPlan, tools: IssuanceTools): Promise<ConsoleProof> {
  const { proveForConsole: prove } = kindOf(plan.kind);
  if (prove === undefined) throw new AppError("issuance.console_unavailable", { reason: plan.kind });
  if (plan.policy !== undefined || plan.policyArns.length > 0) {
    throw new AppError("issuance.console_unavailable", { reason: "session_policy" });
  }
  return prove(plan, tools);
}
