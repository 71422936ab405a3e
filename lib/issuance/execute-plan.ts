import { AppError } from "../errors/app-error";
import type { ConsoleProof, IssuanceTools, IssuedSession, PersonalProof } from "./kinds/kind";
import { kindOf } from "./kinds/kinds";
import type { PlanOf, SessionPlan } from "./plan";

/**
 * Makes the proof and asks STS. Whoever calls this has committed the audit event with the plan before.
 *
 * @throws AppError `aws.refused`, `aws.unreachable`, `issuance.assertion_invalid`
 */
export function executePlan(
  plan: SessionPlan,
  tools: IssuanceTools,
  proof: PersonalProof = {},
): Promise<IssuedSession> {
  return executeOfKind(plan, tools, proof);
}

function executeOfKind<Kind extends SessionPlan["kind"]>(
  plan: PlanOf<Kind>,
  tools: IssuanceTools,
  proof: PersonalProof,
): Promise<IssuedSession> {
  return kindOf(plan.kind).execute(plan, tools, proof);
}

/**
 * A proof that the browser posts to AWS itself; no credentials pass through here. Session policies have
 * no place in this form: a plan that has one is refused instead of opening more than it allows.
 *
 * @throws AppError `issuance.console_unavailable`, `issuance.assertion_invalid`
 */
export async function proveForConsole(
  plan: SessionPlan,
  tools: IssuanceTools,
  proof: PersonalProof = {},
): Promise<ConsoleProof> {
  return proveOfKind(plan, tools, proof);
}

async function proveOfKind<Kind extends SessionPlan["kind"]>(
  plan: PlanOf<Kind>,
  tools: IssuanceTools,
  proof: PersonalProof,
): Promise<ConsoleProof> {
  const { proveForConsole: prove } = kindOf(plan.kind);
  if (prove === undefined) throw new AppError("issuance.console_unavailable", { reason: plan.kind });
  if (plan.policy !== undefined || plan.policyArns.length > 0) {
    throw new AppError("issuance.console_unavailable", { reason: "session_policy" });
  }
  return prove(plan, tools, proof);
}
