/**
 * "Check this target": what one answer of AWS says about each thing that must be right. AWS judges step by step and
 * tells only where it stopped: what comes before has passed, what comes after is unknown.
 */
import type { SessionPlan } from "../../issuance/plan";
import { explainRefusal, refusalEntryFor } from "../explain/explain-refusal";
import type { AwsAnswer, RefusalExplanation, RefusalFacts } from "../explain/explanation";
import { list } from "../explain/words";
import { nameOfArn } from "../iam-arn";
import { CHECK_STEPS, type CheckStepId } from "./check-step";

/** Seconds: the shortest session there is; it is thrown away. */
export const CHECK_DURATION_SECONDS = 900;

/** How far a check came. `problem` is a sentence for the administrator. */
export type CheckOutcome =
  | { readonly at: "signing_key" | "endpoint"; readonly problem: string }
  | { readonly at: "refused"; readonly answer: AwsAnswer }
  /**
   * `callerArn`: what GetCallerIdentity said with the session; absent when it was not answered. `packedPercent`: how much
   * of its room for tags and session policies AWS says is taken.
   */
  | { readonly at: "answered"; readonly callerArn?: string; readonly packedPercent?: number };

export interface CheckStep {
  readonly id: CheckStepId;
  readonly state: "passed" | "failed" | "unknown";
  /** What the step asks, as a statement that holds when it passed. */
  readonly title: string;
  /** Why it failed; absent otherwise. */
  readonly problem?: string;
  /** What is worth knowing although it passed. */
  readonly note?: string;
}

export interface TargetCheck {
  /** Those that this plan has, in order. */
  readonly steps: readonly CheckStep[];
  /** Of AWS's refusal. */
  readonly explanation?: RefusalExplanation;
}

/** A check that ended before there was a plan: what the target says cannot be asked of AWS. */
export function uncheckedTarget(problem: string): TargetCheck {
  return { steps: [{ id: "configuration", state: "failed", title: TITLES.configuration, problem }] };
}

/** The steps of a check, out of the plan that was tried and what came of it. */
export function checkTarget(plan: SessionPlan, outcome: CheckOutcome, facts: RefusalFacts): TargetCheck {
  const needed = CHECK_STEPS.filter((id) => isNeeded(id, plan));
  const step = (id: CheckStepId, state: CheckStep["state"], problem?: string): CheckStep => ({
    id,
    state,
    title: titleOf(id, plan),
    ...(problem === undefined ? {} : { problem }),
  });
  switch (outcome.at) {
    case "signing_key":
    case "endpoint": {
      const reached = CHECK_STEPS.indexOf(outcome.at);
      return {
        steps: needed.map((id) => {
          if (id === outcome.at) return step(id, "failed", outcome.problem);
          return step(id, CHECK_STEPS.indexOf(id) < reached ? "passed" : "unknown");
        }),
      };
    }
    case "refused": {
      const { fails, proves } = refusalEntryFor(plan, outcome.answer);
      const explanation = explainRefusal(plan, outcome.answer, facts);
      const passed = new Set<CheckStepId>([...BEFORE_AWS, ...proves]);
      // A step that this plan does not have, such as the tags of a company's own assertion, is part of its trust.
      const failed = fails === undefined || needed.includes(fails) ? fails : "trust";
      return {
        steps: needed.map((id) => {
          if (id === failed) return step(id, "failed", explanation.meaning);
          return step(id, passed.has(id) ? "passed" : "unknown");
        }),
        explanation,
      };
    }
    case "answered":
      return {
        steps: needed.map((id) => {
          if (id === "caller_identity") return callerStep(plan, outcome.callerArn, step);
          const note = id === roomStep(plan) ? roomNote(outcome.packedPercent, plan, facts) : undefined;
          return { ...step(id, "passed"), ...(note === undefined ? {} : { note }) };
        }),
      };
  }
}

/** Where the room that tags and session policies share is spoken of. */
function roomStep(plan: SessionPlan): CheckStepId {
  return plan.tags.length > 0 ? "tags" : "session_policy";
}

/** Percent from which on somebody with longer attributes may be refused; a choice of ours. */
const NEARLY_FULL = 80;

function roomNote(
  percent: number | undefined,
  plan: SessionPlan,
  { tagAttributes = {} }: RefusalFacts,
): string | undefined {
  if (percent === undefined) return undefined;
  const taken = `AWS says that ${percent} % of the room for session tags and policies is taken.`;
  if (percent < NEARLY_FULL) return taken;
  const attributes = plan.tags.flatMap(({ key }) => tagAttributes[key] ?? []);
  const longer =
    attributes.length === 0
      ? "Little can be added."
      : `People with longer values of ${list(attributes, "or")} may be refused.`;
  return `${taken} ${longer}`;
}

/** Whatever AWS answers: the proof was made, and the answer came from the endpoint. */
const BEFORE_AWS: readonly CheckStepId[] = ["configuration", "signing_key", "endpoint"];

function callerStep(
  plan: SessionPlan,
  callerArn: string | undefined,
  step: (id: CheckStepId, state: CheckStep["state"], problem?: string) => CheckStep,
): CheckStep {
  if (callerArn === undefined) return step("caller_identity", "unknown");
  const expected = expectedCaller(plan);
  if (expected.endsWith("/") ? callerArn.startsWith(expected) : callerArn === expected) {
    return step("caller_identity", "passed");
  }
  return step(
    "caller_identity",
    "failed",
    `AWS says that the session is ${callerArn}; expected was ${expected}.`,
  );
}

/** ARN of the session's principal; up to its last slash where another names the session. */
function expectedCaller(plan: SessionPlan): string {
  const sts = `arn:${plan.partition}:sts::${plan.accountId}`;
  switch (plan.kind) {
    case "saml-relay":
      return `${sts}:assumed-role/${nameOfArn(plan.roleArn)}/`;
    case "saml":
    case "web-identity":
    case "assume-role":
      return `${sts}:assumed-role/${nameOfArn(plan.roleArn)}/${plan.sessionName}`;
    case "federation-token":
      return `${sts}:federated-user/${plan.federatedName}`;
    case "session-token":
      return plan.userArn;
  }
}

function isNeeded(id: CheckStepId, plan: SessionPlan): boolean {
  switch (id) {
    case "signing_key":
      return plan.kind === "saml" || plan.kind === "web-identity";
    case "provider":
    case "audience":
      return "providerArn" in plan;
    case "tags":
      return plan.tags.length > 0;
    case "source_identity":
      return plan.sourceIdentity !== undefined;
    case "session_policy":
      return plan.policy !== undefined || plan.policyArns.length > 0;
    default:
      return true;
  }
}

function titleOf(id: CheckStepId, plan: SessionPlan): string {
  if ("providerArn" in plan) return TITLES[id];
  if (id === "signature") return "AWS knows the credentials that sign the call";
  if (id === "trust" && !("roleArn" in plan)) return "The IAM user may ask for the session";
  return TITLES[id];
}

const TITLES: Readonly<Record<CheckStepId, string>> = {
  configuration: "The target's settings are complete",
  signing_key: "Rolebridge's signing key is ready",
  endpoint: "STS answers in the account's region",
  provider: "AWS knows the identity provider",
  signature: "AWS accepts the signature and the time of the proof",
  audience: "The proof is made out to this AWS",
  trust: "The role exists and lets Rolebridge in",
  tags: "The session tags are allowed",
  source_identity: "The source identity is allowed",
  duration: "The shortest duration is accepted",
  session_policy: "The session policy is accepted",
  caller_identity: "AWS says that the session is who it should be",
};
