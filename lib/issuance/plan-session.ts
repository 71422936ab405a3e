/**
 * From an entitlement and a wish to a plan: pure, so that what is previewed is what is executed.
 * This room joins entitlement, keys, SAML and AWS into a session. It knows nothing of the database,
 * HTTP, or the shapes in which a session is handed over.
 */
import { sessionPoliciesFault } from "../aws/session-policies";
import { sessionTagsFault } from "../aws/session-tags";
import type { Entitlement } from "../entitlements/entitlement";
import type { TagPolicy, TargetOf } from "../entitlements/model";
import { AppError } from "../errors/app-error";
import { decideDuration, type SessionUse } from "./decide-duration";
import type { PlannedPerson, PlanSettings } from "./kinds/kind";
import { kindOf } from "./kinds/kinds";
import type { PlanCommon, SessionPlan } from "./plan";
import { resolveTags } from "./resolve-tags";
import { stsPlace } from "./sts-place";

export interface SessionWish {
  /** Seconds. */
  readonly durationSeconds?: number;
  readonly region?: string;
}

export interface PlanInput {
  readonly entitlement: Entitlement;
  readonly person: PlannedPerson;
  /** Of the person's connection. */
  readonly tagPolicy: TagPolicy;
  readonly wish: SessionWish;
  readonly use: SessionUse;
  readonly settings: PlanSettings;
}

/**
 * @throws AppError `issuance.duration_invalid`, `issuance.tag_invalid`, `issuance.policy_invalid`,
 *   `issuance.region_invalid`,
 *   `issuance.assertion_invalid`, `aws.arn_invalid`
 */
export function planSession(input: PlanInput): SessionPlan {
  // One kind for the whole of this call, so that its settings and its plan belong together.
  return planOfKind(input.entitlement.target, input);
}

function planOfKind<Kind extends SessionPlan["kind"]>(target: TargetOf<Kind>, input: PlanInput): SessionPlan {
  const kind = kindOf(target.kind);
  const { settings } = input;
  const common = planCommon(input, kind.maxDurationSeconds(target, settings));
  // The compiler cannot see that the kind of the target is the kind of the plan that its kind makes.
  return {
    ...common,
    kind: target.kind,
    ...kind.plan(target, common, settings, input.person),
  } as unknown as SessionPlan;
}

function planCommon(input: PlanInput, kindLimit: number): PlanCommon {
  const { entitlement, person, wish } = input;
  const { account, target } = entitlement;
  const duration = decideDuration(entitlement, kindLimit, wish.durationSeconds, input.use);
  const tags = resolveTags(target, input.tagPolicy, person.identity);
  const fault = sessionTagsFault(tags, target.transitiveTagKeys);
  if (fault !== undefined) throw new AppError("issuance.tag_invalid", { detail: fault });
  const policyFault = sessionPoliciesFault(target.sessionPolicy, target.policyArns);
  if (policyFault !== undefined) throw new AppError("issuance.policy_invalid", { detail: policyFault });
  const sts = stsPlace(account, wish.region);
  return {
    targetId: target.id,
    accountId: account.accountId,
    accountName: account.name,
    partition: account.partition,
    region: sts.regions[0],
    sts,
    durationSeconds: duration.seconds,
    durationDecidedBy: duration.decidedBy,
    sessionName: person.sessionName,
    ...(target.sourceIdentity ? { sourceIdentity: person.sessionName } : {}),
    tags,
    transitiveTagKeys: target.transitiveTagKeys,
    ...(target.sessionPolicy === undefined ? {} : { policy: target.sessionPolicy }),
    policyArns: target.policyArns,
  };
}
