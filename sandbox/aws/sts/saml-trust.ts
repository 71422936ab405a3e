import { type RequestOrigin, requestContext } from "../authorize/request-keys";
import { setTimeKeys } from "../authorize/time-keys";
import { evaluatePolicies } from "../policy/evaluate-policy";
import type { RequestContext } from "../policy/request-context";
import { setSamlKeys } from "../saml/condition-keys";
import type { VerifiedAssertion } from "../saml/verify-assertion";
import type { Account, Role, SamlProvider } from "../store/account";

interface TrustQuestion {
  readonly account: Account;
  readonly provider: SamlProvider;
  readonly assertion: VerifiedAssertion;
  readonly origin: RequestOrigin;
  readonly now: Date;
}

/**
 * Whether a role's trust policy lets this assertion in. Session tags and a source identity each need a permission of
 * their own beside AssumeRoleWithSAML.
 */
export function trustsSaml(role: Role, question: TrustQuestion): boolean {
  const { assertion, provider } = question;
  const actions = ["sts:AssumeRoleWithSAML"];
  if (Object.keys(assertion.sessionTags.tags).length > 0) actions.push("sts:TagSession");
  if (assertion.sourceIdentity !== undefined) actions.push("sts:SetSourceIdentity");
  const principal = { kind: "Federated", ids: [provider.arn] } as const;
  const context = trustContext(question);
  return actions.every(
    (action) => evaluatePolicies([role.trustPolicy], { principal, action, context }) === "Allow",
  );
}

function trustContext({ account, provider, assertion, origin, now }: TrustQuestion): RequestContext {
  const { tags, transitiveTagKeys } = assertion.sessionTags;
  const context = setTimeKeys(requestContext(origin, account.partition), now)
    .set("sts:RoleSessionName", assertion.roleSessionName)
    .set("sts:SourceIdentity", assertion.sourceIdentity)
    .set("sts:TransitiveTagKeys", transitiveTagKeys)
    .set("aws:TagKeys", Object.keys(tags));
  for (const [key, value] of Object.entries(tags)) {
    context.set(`aws:RequestTag/${key}`, value);
    context.set(`aws:PrincipalTag/${key}`, value);
  }
  setSamlKeys(context, assertion, { accountId: account.accountId, name: provider.name });
  return context;
}
