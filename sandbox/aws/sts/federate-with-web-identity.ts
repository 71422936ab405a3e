/** Turning an OpenID Connect token into a role session. Owns the order of the steps; each step's rules live in their own room. */
import type { RequestOrigin } from "../authorize/request-keys";
import type { Cloud } from "../cloud";
import { fault } from "../faults";
import { roleAuthorizedByIdp, tokenSourceIdentity, tokenTags } from "../oidc/aws-claims";
import { lastingOidcKeys, setOidcKeys } from "../oidc/condition-keys";
import { type VerifiedToken, verifyToken } from "../oidc/verify-token";
import { refuse } from "../saml/refuse";
import type { Account, Role } from "../store/account";
import type { AssumedRoleSession } from "../store/session";
import { trustsFederated } from "./federated-trust";
import { packedPolicySize } from "./packed-size";
import { refuseDisabledRegion } from "./request-origin";
import { checkRoleArn } from "./role-arn";
import { newRoleSession } from "./role-session";
import type { RequestedSession } from "./session-keys";
import { readSessionPolicies } from "./session-policies";

export interface WebIdentityRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly webIdentityToken: string;
  readonly providerId: string | undefined;
  readonly durationSeconds: number | undefined;
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
  readonly origin: RequestOrigin;
}

export interface WebIdentityFederation {
  readonly account: Account;
  readonly role: Role;
  readonly token: VerifiedToken;
  readonly session: AssumedRoleSession;
  readonly packedPolicySize: number | undefined;
}

const DEFAULT_DURATION = 3600;

/** @throws AwsFault */
export async function federateWithWebIdentity(
  request: WebIdentityRequest,
  cloud: Cloud,
): Promise<WebIdentityFederation> {
  const { assumptions, store } = cloud;
  checkRoleArn(request.roleArn);
  refuseOAuthProviders(request.providerId, cloud);
  // Provider and role are of one account, so the role's ARN says where to look for the provider.
  const token = await verifyToken(
    request.webIdentityToken,
    store.account(request.roleArn.split(":")[4] ?? ""),
    cloud,
  );
  const authorized = roleAuthorizedByIdp(token.claims, request.roleArn, assumptions);
  const requested: RequestedSession = {
    sessionName: request.sessionName,
    sourceIdentity: tokenSourceIdentity(token.claims, assumptions),
    ...tokenTags(token.claims, assumptions),
  };
  const { account, role } = findTrustingRole(request, { token, requested, authorized }, cloud);
  refuseDisabledRegion(account, request.origin);
  const durationSeconds = request.durationSeconds ?? DEFAULT_DURATION;
  if (durationSeconds > role.maxSessionDuration) throw fault("durationAboveRole");
  const policies = readSessionPolicies(request, cloud);
  const packed = packedPolicySize(requested.tags, policies, assumptions);
  const session = newRoleSession(
    { account, role },
    {
      ...requested,
      ...policies,
      durationSeconds,
      chained: false,
      federatedProvider: token.provider.arn,
      federation: lastingOidcKeys(token),
    },
    cloud.clock(),
  );
  return { account, role, token, session, packedPolicySize: packed };
}

/** ProviderId is for the OAuth access tokens of two companies, neither of which would know a token given here. */
function refuseOAuthProviders(providerId: string | undefined, { assumptions }: Cloud): void {
  if (providerId === "www.amazon.com") throw fault("notALoginWithAmazonToken");
  if (providerId === "graph.facebook.com") throw fault("facebookRejected");
  if (providerId !== undefined) throw refuse(assumptions, "providerIdWithOidc");
}

/** One answer for every way of not being allowed in: AWS does not say which roles exist. */
function findTrustingRole(
  { roleArn, origin }: WebIdentityRequest,
  {
    token,
    requested,
    authorized,
  }: { readonly token: VerifiedToken; readonly requested: RequestedSession; readonly authorized: boolean },
  cloud: Cloud,
): { account: Account; role: Role } {
  const found = cloud.store.roleByArn(roleArn);
  const usable =
    found !== undefined &&
    trustsFederated(found.role, {
      action: "sts:AssumeRoleWithWebIdentity",
      account: found.account,
      providerArn: token.provider.arn,
      ...requested,
      setProviderKeys: (context) => {
        setOidcKeys(context, token);
        context.set("sts:RoleAuthorizedByIdp", String(authorized));
      },
      origin,
      now: cloud.clock(),
    });
  if (!usable) throw fault("notAuthorizedWithWebIdentity");
  return found;
}
