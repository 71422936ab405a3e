import type { Condition } from "./policy-document";
import type { RequestContext } from "./request-context";

/**
 * Whether a request satisfies one line of a Condition block.
 * @param variables filled into the values; absent for policies of Version 2008-10-17, which have none.
 */
export function conditionHolds(
  { operator, key, values }: Condition,
  context: RequestContext,
  variables: RequestContext | undefined,
): boolean {
  const requested = context.get(key);
  if (operator.isNull)
    return values.some((value) => (value.toLowerCase() === "true") === (requested === undefined));
  if (requested === undefined) return holdsWithoutKey(operator);
  const matchesOne = (value: string) =>
    values.some((written) => operator.compare(value, written, variables)) !== operator.negated;
  switch (operator.quantifier) {
    case "ForAllValues":
      return withoutEmpty(requested).every(matchesOne);
    case "ForAnyValue":
      return withoutEmpty(requested).some(matchesOne);
    default:
      return operator.negated ? requested.every(matchesOne) : requested.some(matchesOne);
  }
}

/** Of a set an empty text is no member: a key that holds nothing else is as good as absent. */
const withoutEmpty = (values: readonly string[]) => values.filter((value) => value !== "");

/** An absent key fails a comparison, satisfies a negated one, and ForAllValues holds of nothing at all. */
function holdsWithoutKey({ ifExists, quantifier, negated }: Condition["operator"]): boolean {
  if (ifExists || quantifier === "ForAllValues") return true;
  return quantifier === undefined && negated;
}
