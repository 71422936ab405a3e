import type { Cloud } from "../cloud";
import type { Statement } from "../policy/policy-document";
import type { Caller } from "../sigv4/authenticate";
import { callerIdentity } from "../sts/session-arn";
import type { AccessQuestion, Verdict } from "./authorize";

/** Lists in AWS's own form of the message. */
const items = <T>(values: readonly T[]) => ({ items: values });
const wrapped = (values: readonly string[]) => items(values.map((value) => ({ value })));

/**
 * The encoded message that a refusal carries: why it was refused, for those who may decode it. The content has the shape
 * that AWS documents; how it is encoded is nobody's business but this AWS's.
 */
export function encodeDenial(
  caller: Caller,
  { action, resource, context }: AccessQuestion,
  verdict: Verdict,
  { tokens }: Pick<Cloud, "tokens">,
): string {
  const { arn, userId } = callerIdentity(caller);
  const conditions = context.entries().map(([key, values]) => ({ key, values: wrapped(values) }));
  const message = {
    allowed: verdict.allowed,
    explicitDeny: !verdict.allowed && verdict.explicit,
    matchedStatements: items(verdict.matched.map(wireStatement)),
    failures: items([]),
    context: { principal: { id: userId, arn }, action, resource, conditions: items(conditions) },
  };
  return tokens.sealAuthorizationMessage({ accountId: caller.account.accountId, message });
}

function wireStatement({ sid, effect, principal, action, resource, conditions }: Statement) {
  return {
    statementId: sid ?? "",
    effect: effect.toUpperCase(),
    principals: wrapped(Object.values(principal?.byKind ?? {}).flat()),
    principalGroups: items([]),
    actions: wrapped(action.patterns),
    resources: wrapped(resource?.patterns ?? []),
    conditions: items(
      conditions.map(({ operator, key, values }) => ({
        operator: operator.name,
        key,
        values: wrapped(values),
      })),
    ),
  };
}
