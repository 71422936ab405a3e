/** A decoded authorization message in a few facts: who wanted what on which resource, and why it was denied. */
export interface DecodedFacts {
  readonly sentence: string;
  readonly who?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly deniedBy: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** AWS's own JSON; what it does not have is left out. */
export function decodedFacts(decoded: unknown): DecodedFacts {
  const message = objectIn(decoded);
  const context = objectIn(message.context);
  const who = textIn(objectIn(context.principal).arn);
  const action = textIn(context.action);
  const resource = textIn(context.resource);
  const deniedBy = statementsIn(message.matchedStatements);
  return {
    sentence: sentenceOf(message, deniedBy),
    deniedBy,
    ...(who === undefined ? {} : { who }),
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
  };
}

function sentenceOf({ allowed, explicitDeny }: Json, deniedBy: readonly string[]): string {
  if (allowed === true) return "AWS says that this was allowed.";
  if (explicitDeny !== true) {
    return "No policy allows it. Somebody must allow the action on the resource for this role.";
  }
  return deniedBy.length > 0
    ? "A policy denies it, and a denial wins over every permission."
    : "A policy denies it in so many words; AWS does not say which.";
}

/** "s3:PutObject denied by DenyWithoutMfa" as far as AWS names things. */
function statementsIn(matched: unknown): readonly string[] {
  const { items } = objectIn(matched);
  if (!Array.isArray(items)) return [];
  return items.map((item) => {
    const { statementId, sourcePolicyId, sourcePolicyType } = objectIn(item);
    const policy = textIn(sourcePolicyId) ?? textIn(sourcePolicyType) ?? "a policy";
    const statement = textIn(statementId);
    return statement === undefined || statement === "" ? policy : `${statement} in ${policy}`;
  });
}

function objectIn(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
