/**
 * AWS's side of OpenID Connect: from the parameter of a call to claims that can be relied on. Owns what a token must look
 * like; knows nothing of trust policies, sessions or who is calling.
 */
import type { Cloud } from "../cloud";
import { fault } from "../faults";
import { refuse } from "../saml/refuse";
import type { Account, OidcProvider } from "../store/account";
import { type Claims, type DecodedToken, decodeToken } from "./decode-token";
import { providerKeys } from "./provider-keys";
import { requireKnownAlgorithm, verifyTokenSignature } from "./verify-signature";

/** What an issuer said, every check passed. */
export interface VerifiedToken {
  readonly provider: OidcProvider;
  readonly subject: string;
  /** Whom the token is for: `azp` where there is one, `aud` otherwise. */
  readonly audience: string;
  /** The `aud` that `azp` took the place of. */
  readonly originalAudience: readonly string[];
  readonly claims: Claims;
}

/**
 * Verifies a token against the providers of one account. In this order: whose it is, what it says of itself, for whom,
 * until when, and then with the issuer's keys. The order is not published.
 * @throws AwsFault
 */
export async function verifyToken(
  webIdentityToken: string,
  account: Account | undefined,
  { clock, assumptions }: Cloud,
): Promise<VerifiedToken> {
  const token = decodeToken(webIdentityToken);
  const { claims } = token;
  const issuer = requireText(claims, "iss");
  const provider = [...(account?.oidcProviders.values() ?? [])].find(({ url }) => url === issuer);
  if (provider === undefined) throw fault("noOidcProvider", issuer);
  const subject = requireText(claims, "sub");
  const { audience, originalAudience } = audienceOf(claims, provider);
  checkTimes(claims, Math.floor(clock().getTime() / 1000), assumptions);
  await checkSignature(token, provider, assumptions);
  return { provider, subject, audience, originalAudience, claims };
}

function requireText(claims: Claims, name: string): string {
  const value = claims[name];
  if (typeof value !== "string" || value === "") throw fault("claimMissing", name);
  return value;
}

/** Several audiences need `azp` to say which of them counts. */
function audienceOf(claims: Claims, { clientIds }: OidcProvider) {
  const { aud, azp } = claims;
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const audiences = list.filter((item) => typeof item === "string" && item !== "") as string[];
  if (audiences.length === 0) throw fault("claimMissing", "aud");
  const [first, ...more] = audiences;
  const hasAzp = typeof azp === "string" && azp !== "";
  const audience = hasAzp ? azp : first;
  if (audience === undefined || (!hasAzp && more.length > 0) || !clientIds.includes(audience)) {
    throw fault("audienceIncorrect");
  }
  return { audience, originalAudience: hasAzp ? audiences : [] };
}

/** @param now seconds since the epoch. */
function checkTimes(claims: Claims, now: number, assumptions: Cloud["assumptions"]): void {
  const exp = requireSeconds(claims, "exp");
  const iat = requireSeconds(claims, "iat");
  if (now >= exp + assumptions.oidcExpiryLeewaySeconds) throw fault("tokenExpired", now, exp);
  const notBefore = claims.nbf === undefined ? iat : Math.max(iat, requireSeconds(claims, "nbf"));
  if (notBefore > now + assumptions.oidcClockSkewSeconds) throw refuse(assumptions, "tokenNotYetValid");
}

/** The service model takes integers only. */
function requireSeconds(claims: Claims, name: string): number {
  const value = claims[name];
  if (typeof value !== "number" || !Number.isInteger(value)) throw fault("claimMissing", name);
  return value;
}

async function checkSignature(
  token: DecodedToken,
  provider: OidcProvider,
  assumptions: Cloud["assumptions"],
): Promise<void> {
  requireKnownAlgorithm(token, assumptions);
  verifyTokenSignature(token, await providerKeys(provider, assumptions), assumptions);
}
