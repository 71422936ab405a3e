import { type RequestOrigin, requestContext } from "../authorize/request-keys";
import { setTimeKeys } from "../authorize/time-keys";
import { evaluatePolicies } from "../policy/evaluate-policy";
import type { RequestContext } from "../policy/request-context";
import type { Account, Role } from "../store/account";
import { permissionsFor, type RequestedSession, setSessionKeys } from "./session-keys";

export interface FederatedTrustQuestion extends RequestedSession {
  readonly action: "sts:AssumeRoleWithSAML" | "sts:AssumeRoleWithWebIdentity";
  readonly account: Account;
  readonly providerArn: string;
  /** Sets the keys of the provider's kind. */
  readonly setProviderKeys: (context: RequestContext) => void;
  readonly origin: RequestOrigin;
  readonly now: Date;
}

/** Whether a role's trust policy lets in whoever a provider vouches for. */
export function trustsFederated(role: Role, question: FederatedTrustQuestion): boolean {
  const principal = { kind: "Federated", ids: [question.providerArn] } as const;
  const context = setTimeKeys(requestContext(question.origin, question.account.partition), question.now);
  setSessionKeys(context, question);
  // The person has no tags but those asked for: of a federated call they are the principal's, too.
  for (const [key, value] of Object.entries(question.tags)) context.set(`aws:PrincipalTag/${key}`, value);
  question.setProviderKeys(context);
  return permissionsFor(question.action, question).every(
    (action) => evaluatePolicies([role.trustPolicy], { principal, action, context }) === "Allow",
  );
}
