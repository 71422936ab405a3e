/**
 * From an entitlement and a wish to a plan: pure, so that what is previewed is what is executed.
 * This room joins entitlement, keys, SAML and AWS into a session. It knows nothing of the database,
 * HTTP, or the shapes in which a session is handed over.
 */
import { parseProviderArn, parseRoleArn, providerArnOf } from "../aws/arn";
import { requireRegionOf } from "../aws/partitions";
import { sessionTagsFault } from "../aws/session-tags";
import type { Entitlement } from "../entitlements/entitlement";
import { AppError } from "../errors/app-error";
import type { Identity } from "../identity/identity";
import { decideDuration, type SessionUse } from "./decide-duration";
import { kindOf } from "./kinds/kinds";
import type { SessionPlan } from "./plan";
import { resolveTags } from "./resolve-tags";

export interface SessionWish {
  /** Seconds. */
  readonly durationSeconds?: number;
  readonly region?: string;
}

export interface PlanInput {
  readonly entitlement: Entitlement;
  readonly person: { readonly identity: Identity; readonly sessionName: string };
  readonly wish: SessionWish;
  readonly use: SessionUse;
  /** Name of the SAML provider in IAM for targets that name none. */
  readonly defaultProviderName: string;
}

/**
 * @throws AppError `issuance.duration_invalid`, `issuance.tag_invalid`, `issuance.region_invalid`,
 *   `issuance.assertion_invalid`, `aws.arn_invalid`
 */
export function planSession(input: PlanInput): SessionPlan {
  const { entitlement, person, wish } = input;
  const { account, target } = entitlement;
  const roleArn = roleOfAccount(entitlement);
  const kindLimit = kindOf(target.kind).maxDurationSeconds;
  const duration = decideDuration(entitlement, kindLimit, wish.durationSeconds, input.use);
  const tags = resolveTags(target.sessionTags, person.identity);
  const fault = sessionTagsFault(tags, target.transitiveTagKeys);
  if (fault !== undefined) throw new AppError("issuance.tag_invalid", { detail: fault });
  return {
    kind: target.kind,
    targetId: target.id,
    accountId: account.accountId,
    accountName: account.name,
    partition: account.partition,
    region: requireRegionOf(account.partition, wish.region ?? account.region),
    roleArn,
    providerArn: providerArnFor(entitlement, input.defaultProviderName),
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

/** A role may be reached only through its own account: who may change a target decides no other's. */
function roleOfAccount({ account, target }: Entitlement): string {
  const role = parseRoleArn(target.roleArn);
  if (role.accountId === account.accountId && role.partition === account.partition) return role.arn;
  throw new AppError("aws.arn_invalid", {
    reason: "role_of_another_account",
    detail: `The role ${target.roleArn} is not in account ${account.accountId} of partition ${account.partition}.`,
  });
}

function providerArnFor({ account, target }: Entitlement, defaultName: string): string {
  return target.providerArn === undefined
    ? providerArnOf(account.partition, account.accountId, defaultName)
    : parseProviderArn(target.providerArn).arn;
}
