/**
 * May this caller do this, on this resource, now. Owns how the kinds of policies combine: those of the identity, of the
 * session, and of the resource, within one account and across two. Knows nothing of services and their wire formats;
 * whatever an action says of its own goes into the context.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { Cloud } from "../cloud";
import { type AccessRequest, evaluatePolicies, matchingStatements } from "../policy/evaluate-policy";
import type { PolicyDocument, Statement } from "../policy/policy-document";
import type { RequestContext } from "../policy/request-context";
import type { Caller } from "../sigv4/authenticate";
import { type CallerNames, callerNames, setCallerKeys } from "./caller-context";
import { callerPolicies } from "./caller-policies";
import { kindForbids } from "./session-limits";
import { setTimeKeys } from "./time-keys";

export interface AccessQuestion {
  /** `s3:PutObject`. */
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  /** Whose resource it is. */
  readonly resourceAccountId: string;
  /** A role's trust policy or a bucket's policy; absent where the resource has none. */
  readonly resourcePolicy?: PolicyDocument;
  /** Of a role: its trust policy must allow, whatever the caller's own policies say, in its own account, too. */
  readonly resourceMustAllow?: boolean;
  /** Condition keys of the call itself; those of the caller and of the time are added to it. */
  readonly context: RequestContext;
}

/** The kind of policy that decided, as AWS's messages call it. */
export type PolicyKind = "identity-based" | "session" | "resource-based";

export type Verdict =
  | { readonly allowed: true; readonly matched: readonly Statement[] }
  | {
      readonly allowed: false;
      readonly explicit: boolean;
      readonly by: PolicyKind;
      /** Statements that spoke of the request, whichever way. */
      readonly matched: readonly Statement[];
    };

/** Answers for a caller whose signature was checked. An explicit Deny anywhere beats every Allow. */
export function authorize(
  caller: Caller,
  question: AccessQuestion,
  { clock }: Pick<Cloud, "clock">,
): Verdict {
  const now = clock();
  setCallerKeys(question.context, caller, now);
  setTimeKeys(question.context, now).set("aws:ResourceAccount", question.resourceAccountId);
  const { action, resource, context, resourcePolicy } = question;
  const asked: AccessRequest = { action, resource, context };
  const own = callerPolicies(caller);
  const names = callerNames(caller);
  const onResource = matchingStatements(resourcePolicy === undefined ? [] : [resourcePolicy], {
    ...asked,
    principal: { kind: "AWS", ids: idsOf(names) },
  });
  const decisions: Record<PolicyKind, ReturnType<typeof evaluatePolicies>> = {
    "identity-based": own.isRoot ? "Allow" : evaluatePolicies(own.identity, asked),
    session: own.session === undefined ? "Allow" : evaluatePolicies(own.session, asked),
    "resource-based": outcome(onResource),
  };
  const matched = [
    ...matchingStatements(own.identity, asked),
    ...matchingStatements(own.session ?? [], asked),
    ...onResource,
  ];
  const denied = (Object.keys(decisions) as PolicyKind[]).find((by) => decisions[by] === "ExplicitDeny");
  if (denied !== undefined) return { allowed: false, explicit: true, by: denied, matched };
  const resourceFails = question.resourceMustAllow === true && decisions["resource-based"] !== "Allow";
  const missing = kindForbids(caller, action)
    ? "identity-based"
    : resourceFails
      ? "resource-based"
      : missingAllow(decisions, onResource, { names, isSameAccount: isSameAccount(caller, question) });
  return missing === undefined
    ? { allowed: true, matched }
    : { allowed: false, explicit: false, by: missing, matched };
}

function idsOf({ session, identity, account }: CallerNames): string[] {
  return [session, ...(identity === undefined ? [] : [identity]), ...account];
}

function outcome(statements: readonly Statement[]): ReturnType<typeof evaluatePolicies> {
  if (statements.some(({ effect }) => effect === "Deny")) return "ExplicitDeny";
  return statements.length > 0 ? "Allow" : "ImplicitDeny";
}

const isSameAccount = ({ account }: Caller, { resourceAccountId }: AccessQuestion) =>
  account.accountId === resourceAccountId;

/**
 * Which kind of policy fails to allow, or nothing. Across accounts both sides must. Within one, a resource that names the
 * session itself is enough; one that names its role or user stands in for the identity's policies, but not for the
 * session's; one that names the account only leaves the choice to the identity's policies.
 */
function missingAllow(
  decisions: Readonly<Record<PolicyKind, ReturnType<typeof evaluatePolicies>>>,
  onResource: readonly Statement[],
  { names, isSameAccount }: { names: CallerNames; isSameAccount: boolean },
): PolicyKind | undefined {
  const identityAllows = decisions["identity-based"] === "Allow";
  const sessionAllows = decisions.session === "Allow";
  if (!isSameAccount) {
    if (!identityAllows) return "identity-based";
    if (!sessionAllows) return "session";
    return decisions["resource-based"] === "Allow" ? undefined : "resource-based";
  }
  const allows = onResource.filter(({ effect }) => effect === "Allow");
  if (allows.some((statement) => namesDirectly(statement, names.session))) return undefined;
  const stoodIn = allows.some(
    (statement) =>
      statement.principal?.everyone === true ||
      (names.identity !== undefined && namesDirectly(statement, names.identity)),
  );
  if (!identityAllows && !stoodIn) return "identity-based";
  return sessionAllows ? undefined : "session";
}

function namesDirectly({ principal }: Statement, arn: string): boolean {
  return principal !== undefined && !principal.not && (principal.byKind.AWS?.includes(arn) ?? false);
}
