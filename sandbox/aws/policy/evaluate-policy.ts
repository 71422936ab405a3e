/**
 * The policy engine. Decides what one or more policies say of a request; owns the language (effects, principals,
 * wildcards, conditions) and knows nothing of services, wire formats or where policies are kept.
 */
import { conditionHolds } from "./evaluate-condition";
import type { ListElement, PolicyDocument, PrincipalElement, Statement } from "./policy-document";
import type { RequestContext } from "./request-context";
import { compilePattern } from "./text-pattern";

/** Who asks, by every name a policy may call them. */
export interface RequestPrincipal {
  readonly kind: "AWS" | "Federated";
  /** ARNs and ids that denote the caller; for AWS principals also the account's ARN and number. */
  readonly ids: readonly string[];
}

export interface AccessRequest {
  /** Absent when evaluating policies attached to the caller: those name no principal. */
  readonly principal?: RequestPrincipal;
  /** `sts:AssumeRoleWithSAML`. */
  readonly action: string;
  /** Absent for trust policies: the role is the resource. */
  readonly resource?: string;
  readonly context: RequestContext;
}

/** `ImplicitDeny`: no statement spoke of it. An explicit Deny beats every Allow. */
export type Decision = "Allow" | "ExplicitDeny" | "ImplicitDeny";

/** What a set of policies says of a request, as one. */
export function evaluatePolicies(policies: readonly PolicyDocument[], request: AccessRequest): Decision {
  const effects = matchingStatements(policies, request).map(({ effect }) => effect);
  if (effects.includes("Deny")) return "ExplicitDeny";
  return effects.includes("Allow") ? "Allow" : "ImplicitDeny";
}

/** The statements that speak of a request, whichever way; for whoever must know more than the outcome. */
export function matchingStatements(
  policies: readonly PolicyDocument[],
  request: AccessRequest,
): readonly Statement[] {
  return policies.flatMap((policy) => {
    const variables = policy.version === "2012-10-17" ? request.context : undefined;
    return policy.statements.filter((statement) => applies(statement, request, variables));
  });
}

function applies(
  statement: Statement,
  request: AccessRequest,
  variables: RequestContext | undefined,
): boolean {
  return (
    principalMatches(statement.principal, request.principal) &&
    listMatches(statement.action, request.action, { ignoreCase: true, variables: undefined }) &&
    (request.resource === undefined ||
      statement.resource === undefined ||
      listMatches(statement.resource, request.resource, { ignoreCase: false, variables })) &&
    statement.conditions.every((condition) => conditionHolds(condition, request.context, variables))
  );
}

function principalMatches(
  element: PrincipalElement | undefined,
  principal: RequestPrincipal | undefined,
): boolean {
  if (principal === undefined) return element === undefined;
  if (element === undefined) return false;
  // Ids compare exactly: a wildcard cannot match a part of a principal's name.
  const named =
    element.everyone || (element.byKind[principal.kind]?.some((id) => principal.ids.includes(id)) ?? false);
  return named !== element.not;
}

function listMatches(
  element: ListElement,
  value: string,
  { ignoreCase, variables }: { ignoreCase: boolean; variables: RequestContext | undefined },
): boolean {
  const matches = element.patterns.some(
    (pattern) => compilePattern(pattern, { wildcards: true, ignoreCase }, variables)?.test(value) ?? false,
  );
  return matches !== element.not;
}
