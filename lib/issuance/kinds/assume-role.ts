import { parseRoleArn } from "../../aws/arn";
import { SESSION_SECONDS } from "../../aws/assertion-attributes";
import type { AwsSession } from "../../aws/session";
import type { MfaProof, StsAnswer, StsCaller } from "../../aws/sts-port";
import type { TargetOf } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { PlanCommon, PlanOf } from "../plan";
import { roleOfAccount } from "../role-of-account";
import type { IssuanceKind, IssuanceTools, PlanSettings } from "./kind";
import { mfaProof } from "./mfa-proof";

/** Seconds: what a role's session may get of another role, whatever that role allows (IAM: role chaining). */
const CHAINED_SECONDS = 3_600;

/** AssumeRole: Rolebridge's own AWS identity, or an IAM user's key, takes the role for the person. */
export const assumeRoleKind: IssuanceKind<"assume-role"> = {
  maxDurationSeconds: (target, settings) =>
    isChained(target, settings) ? CHAINED_SECONDS : SESSION_SECONDS.max,
  limitations: () => [],

  plan: (target, common) => ({
    roleArn: roleOfAccount(target.roleArn, common),
    ...(target.hubRoleArn === undefined ? {} : { hubRoleArn: hubRole(target.hubRoleArn, common) }),
    ...(target.accessKey === undefined ? {} : { accessKeyId: target.accessKey.accessKeyId }),
    ...(target.externalId === undefined ? {} : { externalId: target.externalId }),
    ...(target.mfaSerial === undefined ? {} : { mfaSerial: target.mfaSerial }),
  }),

  async execute(plan, tools, proof) {
    const mfa = mfaProof(plan.mfaSerial, proof);
    const first: StsCaller =
      plan.accessKeyId === undefined ? { kind: "own" } : await tools.caller(plan.accessKeyId);
    if (plan.hubRoleArn === undefined) return issued(await take(plan, tools, first, mfa));
    const hub = await throughHub(plan, plan.hubRoleArn, tools, first, mfa);
    const { value, attempts } = await take(plan, tools, hub.caller, undefined);
    return { session: value, attempts: [...hub.attempts, ...attempts] };
  },
};

/**
 * Whether the session that asks is a role's already. An identity that could not be found out counts as one: on
 * AWS's machines it is, and an hour that was said beforehand is better than a refusal afterwards.
 */
function isChained(
  { hubRoleArn, accessKey }: TargetOf<"assume-role">,
  { ownIdentityArn }: PlanSettings,
): boolean {
  if (hubRoleArn !== undefined) return true;
  if (accessKey !== undefined) return false;
  return ownIdentityArn === undefined || ownIdentityArn.includes(":assumed-role/");
}

/** A hub may lie in any account; from another partition no role can be reached. */
function hubRole(arn: string, { partition }: PlanCommon): string {
  const hub = parseRoleArn(arn);
  if (hub.partition === partition) return hub.arn;
  throw new AppError("aws.arn_invalid", {
    reason: "hub_of_another_partition",
    detail: `The hub role ${arn} is not in partition ${partition}; roles of other partitions cannot be reached from it.`,
  });
}

/**
 * The hub's session carries the person's name and nothing else: what it may do is its own affair, and tags or a
 * source identity would have to be allowed twice. The code is shown here, since a role's session cannot show one.
 */
async function throughHub(
  plan: PlanOf<"assume-role">,
  hubRoleArn: string,
  tools: IssuanceTools,
  caller: StsCaller,
  mfa: MfaProof | undefined,
) {
  const { value, attempts } = await tools.sts.assumeRole({
    place: plan.sts,
    caller,
    roleArn: hubRoleArn,
    roleSessionName: plan.sessionName,
    durationSeconds: SESSION_SECONDS.min,
    policyArns: [],
    tags: [],
    transitiveTagKeys: [],
    ...(mfa === undefined ? {} : { mfa }),
  });
  const { accessKeyId, secretAccessKey, sessionToken } = value;
  const hub: StsCaller = { kind: "keys", accessKeyId, secretAccessKey, sessionToken };
  return { caller: hub, attempts };
}

function take(
  plan: PlanOf<"assume-role">,
  tools: IssuanceTools,
  caller: StsCaller,
  mfa: MfaProof | undefined,
): Promise<StsAnswer<AwsSession>> {
  return tools.sts.assumeRole({
    place: plan.sts,
    caller,
    roleArn: plan.roleArn,
    roleSessionName: plan.sessionName,
    durationSeconds: plan.durationSeconds,
    ...(plan.policy === undefined ? {} : { policy: plan.policy }),
    policyArns: plan.policyArns,
    tags: plan.tags,
    transitiveTagKeys: plan.transitiveTagKeys,
    ...(plan.sourceIdentity === undefined ? {} : { sourceIdentity: plan.sourceIdentity }),
    ...(plan.externalId === undefined ? {} : { externalId: plan.externalId }),
    ...(mfa === undefined ? {} : { mfa }),
  });
}

function issued({ value, attempts }: StsAnswer<AwsSession>) {
  return { session: value, attempts };
}
