import type { RequestOrigin } from "../authorize/request-keys";
import { setSamlKeys } from "../saml/condition-keys";
import type { VerifiedAssertion } from "../saml/verify-assertion";
import type { Account, Role, SamlProvider } from "../store/account";
import { trustsFederated } from "./federated-trust";

interface TrustQuestion {
  readonly account: Account;
  readonly provider: SamlProvider;
  readonly assertion: VerifiedAssertion;
  readonly origin: RequestOrigin;
  readonly now: Date;
}

/** Whether a role's trust policy lets this assertion in. */
export function trustsSaml(
  role: Role,
  { account, provider, assertion, origin, now }: TrustQuestion,
): boolean {
  return trustsFederated(role, {
    action: "sts:AssumeRoleWithSAML",
    account,
    providerArn: provider.arn,
    ...assertion.sessionTags,
    sessionName: assertion.roleSessionName,
    sourceIdentity: assertion.sourceIdentity,
    setProviderKeys: (context) =>
      setSamlKeys(context, assertion, { accountId: account.accountId, name: provider.name }),
    origin,
    now,
  });
}
