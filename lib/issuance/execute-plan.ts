import { AppError } from "../errors/app-error";
import type { ConsoleProof, IssuanceTools, IssuedSession, PersonalProof, SessionProof } from "./kinds/kind";
import { kindOf } from "./kinds/kinds";
import type { PlanOf, SessionPlan } from "./plan";

/**
 * Draws the id of what will be signed for this plan. The audit event of the request names it before it is used.
 */
export function announceProof(
  plan: SessionPlan,
  tools: Pick<IssuanceTools, "randomBytes">,
  personal: PersonalProof = {},
): SessionProof {
  const proofId = kindOf(plan.kind).proofId?.(tools, personal);
  return proofId === undefined ? personal : { ...personal, proofId };
}

/**
 * Makes the proof and asks STS. Whoever calls this has committed the audit event with the plan and the id of the
 * proof before.
 *
 * @throws AppError `aws.refused`, `aws.unreachable`, `issuance.assertion_invalid`
 */
export async function executePlan(
  plan: SessionPlan,
  tools: IssuanceTools,
  proof: SessionProof = announceProof(plan, tools),
): Promise<IssuedSession> {
  return executeOfKind(plan, tools, proof);
}

function executeOfKind<Kind extends SessionPlan["kind"]>(
  plan: PlanOf<Kind>,
  tools: IssuanceTools,
  proof: SessionProof,
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
  proof: SessionProof = announceProof(plan, tools),
): Promise<ConsoleProof> {
  return proveOfKind(plan, tools, proof);
}

async function proveOfKind<Kind extends SessionPlan["kind"]>(
  plan: PlanOf<Kind>,
  tools: IssuanceTools,
  proof: SessionProof,
): Promise<ConsoleProof> {
  const { proveForConsole: prove } = kindOf(plan.kind);
  if (prove === undefined) throw new AppError("issuance.console_unavailable", { reason: plan.kind });
  if (plan.policy !== undefined || plan.policyArns.length > 0) {
    throw new AppError("issuance.console_unavailable", { reason: "session_policy" });
  }
  return prove(plan, tools, proof);
}
