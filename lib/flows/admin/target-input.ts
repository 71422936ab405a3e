import { parseProviderArn, parseRoleArn } from "../../aws/arn";
import { consoleDestination } from "../../aws/console";
import { requireSamlRecipient } from "../../aws/saml-recipient";
import { sessionPoliciesFault } from "../../aws/session-policies";
import { sessionTagsFault } from "../../aws/session-tags";
import type {
  AccessKey,
  AccessKeyRef,
  Account,
  SessionTagRule,
  Target,
  TargetDraft,
  TargetKind,
} from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import { parseInput, patched, refuseField } from "./parse-input";
import { asContinuation } from "./session-tag-fields";
import { SETTING_FIELDS, type TargetInput, targetSchema } from "./target-fields";
import { checkKind, KIND_RULES } from "./target-kinds";

export interface TargetRules {
  /** Undefined when there is no such account. */
  account(accountId: string): Promise<Account | undefined>;
  accessKey(accessKeyId: string): Promise<AccessKey | undefined>;
  /** Whether there is a SAML connection of this slug. */
  hasSamlConnection(slug: string): Promise<boolean>;
}

/** Turns a refusal of another room into one of this field. */
function inField<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError("request.invalid", { fields: [{ field, message: error.detail ?? error.title }] });
  }
}

function roleArnOf(input: TargetInput, { partition, accountId }: Account): string {
  if (input.roleArn === undefined) {
    const derived = `arn:${partition}:iam::${accountId}:role/${input.name}`;
    return inField("name", () => parseRoleArn(derived).arn);
  }
  const { roleArn } = input;
  const role = inField("roleArn", () => parseRoleArn(roleArn));
  if (role.accountId !== accountId || role.partition !== partition) {
    refuseField("roleArn", `must be a role of account ${accountId} in partition ${partition}`);
  }
  return role.arn;
}

/** AWS lets a role trust a provider of its own account only. */
function checkProvider(providerArn: string, { accountId, partition }: Account): void {
  const provider = inField("providerArn", () => parseProviderArn(providerArn));
  if (provider.accountId === accountId && provider.partition === partition) return;
  refuseField("providerArn", `must be a SAML provider of account ${accountId} in partition ${partition}`);
}

/** As AWS will see them together; the value of an attribute is not known yet. */
function checkTags({ sessionTags, transitiveTagKeys, useConnectionTags }: TargetInput): void {
  const tags = (sessionTags as readonly SessionTagRule[]).map((rule) => ({
    key: rule.key,
    value: "value" in rule ? rule.value : "",
  }));
  const fault = sessionTagsFault(tags, []);
  if (fault) refuseField("sessionTags", asContinuation(fault));
  // Tags of connections are known only with the person; the plan checks them then.
  const transitiveFault = useConnectionTags ? undefined : sessionTagsFault(tags, transitiveTagKeys);
  if (transitiveFault) refuseField("transitiveTagKeys", asContinuation(transitiveFault));
}

function checkPolicies({ sessionPolicy, policyArns }: TargetInput, account: Account): void {
  const fault = sessionPoliciesFault(sessionPolicy, policyArns);
  if (fault) refuseField(sessionPolicy === undefined ? "policyArns" : "sessionPolicy", asContinuation(fault));
  checkPolicyArns(policyArns, account);
}

function checkPolicyArns(policyArns: readonly string[], { accountId, partition }: Account): void {
  const isUsable = (arn: string) => {
    const [, ofPartition, , , owner] = arn.split(":");
    return ofPartition === partition && (owner === "aws" || owner === accountId);
  };
  if (policyArns.every(isUsable)) return;
  refuseField("policyArns", `must be policies of AWS or of account ${accountId}, in partition ${partition}`);
}

async function accessKeyOf(
  { kind, accessKeyId }: TargetInput,
  account: Account,
  rules: TargetRules,
): Promise<AccessKeyRef | undefined> {
  if (accessKeyId === undefined) return undefined;
  const key = await rules.accessKey(accessKeyId);
  if (key === undefined) {
    refuseField("accessKeyId", "is not an access key that Rolebridge knows: add the key first");
  }
  if (!key.userArn.startsWith(`arn:${account.partition}:`)) {
    refuseField("accessKeyId", `is a key of another partition than ${account.partition}`);
  }
  if (kind !== "assume-role" && key.accountId !== account.accountId) {
    const { accountId } = key;
    refuseField(
      "accessKeyId",
      `is a key of account ${accountId}: sessions of this kind belong to the key's account`,
    );
  }
  return { accessKeyId: key.accessKeyId, userArn: key.userArn };
}

function checkHub({ hubRoleArn, roleArn }: TargetInput, { partition }: Account): void {
  if (hubRoleArn === undefined) return;
  const hub = inField("hubRoleArn", () => parseRoleArn(hubRoleArn));
  if (hub.partition !== partition) refuseField("hubRoleArn", `must be a role in partition ${partition}`);
  if (hub.arn === roleArn) refuseField("hubRoleArn", "must be another role than the target's own");
}

async function checkRelay({ relayConnection }: TargetInput, rules: TargetRules): Promise<void> {
  if (relayConnection === undefined || (await rules.hasSamlConnection(relayConnection))) return;
  refuseField("relayConnection", "is not a SAML connection that Rolebridge knows: use its slug");
}

/** Break-glass sessions say what they are for, unless an administrator says otherwise in so many words. */
function requireReasonOf({ kind, requireReason }: TargetInput): boolean {
  return requireReason ?? kind === "session-token";
}

/** @throws AppError `request.invalid` */
export async function parseTarget(body: unknown, rules: TargetRules): Promise<TargetDraft> {
  const input = parseInput(targetSchema, body);
  checkKind(input);
  const { accountId, destination, providerArn, recipient } = input;
  const account = await rules.account(accountId);
  if (!account) refuseField("accountId", "is not an account that Rolebridge knows: add the account first");
  const hasRole = KIND_RULES[input.kind].takes.includes("roleArn");
  const roleArn = hasRole ? roleArnOf(input, account) : undefined;
  if (providerArn !== undefined) checkProvider(providerArn, account);
  if (recipient !== undefined) inField("recipient", () => requireSamlRecipient(account.partition, recipient));
  checkHub({ ...input, roleArn }, account);
  await checkRelay(input, rules);
  checkTags(input);
  checkPolicies(input, account);
  if (destination !== undefined) inField("destination", () => consoleDestination(account, destination));
  const accessKey = await accessKeyOf(input, account, rules);
  const { accessKeyId: _, ...fields } = input;
  const draft = { ...fields, roleArn, accessKey, requireReason: requireReasonOf(input) };
  // `checkKind` has seen to it that these are the fields of this kind and no others.
  return withoutUndefined(draft) as TargetDraft;
}

/**
 * A target may change its kind: what only the old kind had goes, and the default of the reason is the new kind's.
 * @throws AppError `request.invalid`
 */
export function patchTarget(current: Target, patch: unknown, rules: TargetRules): Promise<TargetDraft> {
  const { id: _, ...fields } = asSent(current);
  const kind = kindIn(patch);
  if (kind === undefined || kind === current.kind) return parseTarget(patched(fields, patch), rules);
  const { takes, cannot } = KIND_RULES[kind];
  const left = Object.entries(fields).filter(([field]) => {
    const isForeign =
      (SETTING_FIELDS as readonly string[]).includes(field) && !takes.some((f) => f === field);
    return !isForeign && !(field in cannot) && field !== "requireReason";
  });
  return parseTarget(patched(Object.fromEntries(left), patch), rules);
}

/** The target as a client would send it. */
function asSent(target: Target): Readonly<Record<string, unknown>> {
  if (!("accessKey" in target) || target.accessKey === undefined) return { ...target };
  const { accessKey, ...fields } = target;
  return { ...fields, accessKeyId: accessKey.accessKeyId };
}

function kindIn(patch: unknown): TargetKind | undefined {
  if (typeof patch !== "object" || patch === null || !("kind" in patch)) return undefined;
  const { kind } = patch;
  return typeof kind === "string" && Object.hasOwn(KIND_RULES, kind) ? (kind as TargetKind) : undefined;
}

/** The domain knows absent fields, not undefined ones. */
function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
