import { z } from "zod";
import { parseProviderArn, parseRoleArn } from "../../aws/arn";
import { consoleDestination } from "../../aws/console";
import { sessionTagsFault, tagKeyFault, tagValueFault } from "../../aws/session-tags";
import type { Account, SessionTagRule, Target, TargetDraft } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import { exactName, flag, label, note, sessionSeconds, wanted } from "./fields";
import { parseInput, patched } from "./parse-input";

const DEFAULT_SECONDS = 3_600;
const MAX_POLICY = 2_048;
const MAX_POLICY_ARNS = 10;

const tagValue = z.strictObject({
  key: z.string({ error: wanted("text") }),
  value: z.string({ error: wanted("text") }),
});
const tagAttribute = z.strictObject({ key: z.string({ error: wanted("text") }), attribute: exactName() });
const TAG_SHAPE = "must be {key, value} or {key, attribute}";

const sessionTag = z.union([tagValue, tagAttribute], { error: TAG_SHAPE }).superRefine((rule, context) => {
  const fault = tagKeyFault(rule.key) ?? ("value" in rule ? tagValueFault(rule.key, rule.value) : undefined);
  if (fault) context.addIssue(asContinuation(fault));
});

/** Sentences of `lib/aws` stand alone; a field's message follows the field's name. */
function asContinuation(sentence: string): string {
  return `cannot be used: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

const sessionPolicy = z
  .string({ error: wanted("a JSON policy as text") })
  .max(MAX_POLICY, `must have at most ${MAX_POLICY} characters, as STS takes it`)
  .refine(isJsonObject, "must be a JSON policy document");

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const policyArn = z
  .string({ error: wanted("text") })
  .regex(
    /^arn:(aws|aws-cn|aws-us-gov|aws-eusc):iam::(aws|[0-9]{12}):policy\/[\w+=,.@/-]{1,512}$/,
    "must be the ARN of a managed policy",
  );

const OTHER_KINDS = "belongs to a kind of target that this version does not have";
const ofAnotherKind = z.undefined({ error: OTHER_KINDS }).optional();

const targetSchema = z.strictObject(
  {
    accountId: z.string({ error: wanted("text") }),
    name: label(64),
    kind: z.literal("saml", {
      error: (issue) => (issue.input === undefined ? "is required" : "must be one of: saml"),
    }),
    roleArn: label(2_048).optional(),
    providerArn: label(2_048).optional(),
    maxDurationSeconds: sessionSeconds.default(DEFAULT_SECONDS),
    sessionTags: z
      .array(sessionTag, { error: "must be a list" })
      .max(50, "must have at most 50 tags")
      .default([]),
    transitiveTagKeys: z.array(z.string({ error: wanted("text") }), { error: "must be a list" }).default([]),
    useConnectionTags: flag.default(false),
    sourceIdentity: flag.default(false),
    requireReason: flag.default(false),
    sessionPolicy: sessionPolicy.optional(),
    policyArns: z
      .array(policyArn, { error: "must be a list" })
      .max(MAX_POLICY_ARNS, `must have at most ${MAX_POLICY_ARNS} policies`)
      .default([]),
    externalId: ofAnotherKind,
    mfaSerial: ofAnotherKind,
    destination: label(2_000).optional(),
    description: note(500).optional(),
  },
  { error: "must be a JSON object" },
);

type TargetInput = z.output<typeof targetSchema>;

/** Turns a refusal of another room into one of this field. */
function inField<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError("request.invalid", { fields: [{ field, message: error.detail ?? error.title }] });
  }
}

function refuse(field: string, message: string): never {
  throw new AppError("request.invalid", { fields: [{ field, message }] });
}

function roleArnOf(input: TargetInput, account: Account): string {
  const { partition, accountId } = account;
  if (input.roleArn === undefined) {
    const derived = `arn:${partition}:iam::${accountId}:role/${input.name}`;
    return inField("name", () => parseRoleArn(derived).arn);
  }
  const role = inField("roleArn", () => parseRoleArn(input.roleArn ?? ""));
  if (role.accountId !== accountId || role.partition !== partition) {
    refuse("roleArn", `must be a role of account ${accountId} in partition ${partition}`);
  }
  return role.arn;
}

/** AWS lets a role trust a provider of its own account only. */
function checkProvider(providerArn: string | undefined, { accountId, partition }: Account): void {
  if (providerArn === undefined) return;
  const provider = inField("providerArn", () => parseProviderArn(providerArn));
  if (provider.accountId === accountId && provider.partition === partition) return;
  refuse("providerArn", `must be a SAML provider of account ${accountId} in partition ${partition}`);
}

/** As AWS will see them together; the value of an attribute is not known yet. */
function checkTags(rules: readonly SessionTagRule[], transitiveTagKeys: readonly string[]): void {
  const tags = rules.map((rule) => ({ key: rule.key, value: "value" in rule ? rule.value : "" }));
  const fault = sessionTagsFault(tags, []);
  if (fault) refuse("sessionTags", asContinuation(fault));
  const transitiveFault = sessionTagsFault(tags, transitiveTagKeys);
  if (transitiveFault) refuse("transitiveTagKeys", asContinuation(transitiveFault));
}

export interface TargetRules {
  /** Undefined when there is no such account. */
  account(accountId: string): Promise<Account | undefined>;
}

/** @throws AppError `request.invalid` */
export async function parseTarget(input: unknown, rules: TargetRules): Promise<TargetDraft> {
  const { externalId: _e, mfaSerial: _m, ...fields } = parseInput(targetSchema, input);
  const accountId = fields.accountId.replace(/[\s-]/g, "");
  const account = await rules.account(accountId);
  if (!account) refuse("accountId", "is not an account that Rolebridge knows: add the account first");
  const roleArn = roleArnOf({ ...fields }, account);
  checkProvider(fields.providerArn, account);
  checkTags(fields.sessionTags, fields.transitiveTagKeys);
  inField("destination", () => consoleDestination(account, fields.destination));
  return withoutUndefined({ ...fields, accountId, roleArn });
}

/** @throws AppError `request.invalid` */
export function patchTarget(current: Target, patch: unknown, rules: TargetRules): Promise<TargetDraft> {
  const { id: _, ...fields } = current;
  return parseTarget(patched(fields, patch), rules);
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The domain knows absent fields, not undefined ones. */
function withoutUndefined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
