import { SESSION_SECONDS } from "../../aws/assertion-attributes";
import { awsTokenClaims, MAX_WEB_IDENTITY_TOKEN } from "../../aws/web-identity-claims";
import { AppError } from "../../errors/app-error";
import { signJwt } from "../../oidc/sign-jwt";
import type { PlanCommon } from "../plan";
import { roleOfAccount } from "../role-of-account";
import { announced } from "./announced";
import type { IssuanceKind, PlanSettings } from "./kind";

/** What IAM suggests as client ID, and what the SDKs' own documents use. */
const DEFAULT_AUDIENCE = "sts.amazonaws.com";
/** Seconds. The call to STS follows at once; AWS itself is known to let five minutes more pass. */
const LIFETIME = 300;
/** Seconds; for an AWS whose clock is behind ours. */
const BACKDATED = 60;
/** Characters; IAM's limit of a provider's URL. */
const MAX_ISSUER = 255;
const TOKEN_ID_BYTES = 20;

/** AssumeRoleWithWebIdentity: Rolebridge is an OpenID Connect issuer to AWS and signs who this is. */
export const webIdentityKind: IssuanceKind<"web-identity"> = {
  maxDurationSeconds: () => SESSION_SECONDS.max,
  limitations: () => [],

  plan: (target, common, settings, person) => ({
    roleArn: roleOfAccount(target.roleArn, common),
    providerArn: oidcProviderArn(common, settings),
    issuer: settings.issuer,
    subject: webIdentitySubject(person.identity.connection, person.sessionName),
    audience: target.audience ?? DEFAULT_AUDIENCE,
  }),

  proofId: ({ randomBytes }) => randomBytes(TOKEN_ID_BYTES).toString("hex"),

  async execute(plan, tools, proof) {
    const tokenId = announced(proof);
    const content = {
      issuer: plan.issuer,
      subject: plan.subject,
      audience: plan.audience,
      tokenId,
      issuedAt: tools.clock.now(),
      backdatedSeconds: BACKDATED,
      lifetimeSeconds: LIFETIME,
      claims: awsTokenClaims(plan),
    };
    const token = await signJwt(content, await tools.tokenSigner());
    if (token.reveal().length > MAX_WEB_IDENTITY_TOKEN) {
      throw new AppError("issuance.assertion_invalid", {
        reason: "token_too_long",
        detail: `The token would have ${token.reveal().length} characters; AWS takes ${MAX_WEB_IDENTITY_TOKEN}. Use fewer or shorter session tags.`,
      });
    }
    const { value, attempts } = await tools.sts.assumeRoleWithWebIdentity({
      place: plan.sts,
      roleArn: plan.roleArn,
      roleSessionName: plan.sessionName,
      webIdentityToken: token,
      durationSeconds: plan.durationSeconds,
      ...(plan.policy === undefined ? {} : { policy: plan.policy }),
      policyArns: plan.policyArns,
    });
    return { session: value, proofId: tokenId, attempts };
  },
};

/**
 * `sub`: of one person for ever, since a session name is never given to another, and with the connection in front,
 * so that a trust policy can let in the people of one connection (`user:okta:*`) and nobody of another can come to
 * look like them. A slug has no colon and cannot be changed.
 */
function webIdentitySubject(connection: string, sessionName: string): string {
  return `user:${connection}:${sessionName}`;
}

/**
 * IAM names a provider by its URL without the scheme.
 * @throws AppError `issuance.issuer_unusable` where AWS itself would refuse our address as an issuer
 */
function oidcProviderArn({ partition, accountId, sts }: PlanCommon, settings: PlanSettings): string {
  const { protocol, host, port } = new URL(settings.issuer);
  const isCustom = sts.endpointUrl !== undefined || settings.hasOwnStsEndpoint === true;
  const isUsable = protocol === "https:" && port === "" && settings.issuer.length <= MAX_ISSUER;
  if (!isUsable && !isCustom) throw new AppError("issuance.issuer_unusable");
  return `arn:${partition}:iam::${accountId}:oidc-provider/${host}`;
}
