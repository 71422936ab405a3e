import { AppError } from "../errors/app-error";
import type { VerifiedOidcLogin } from "./verified-login";

function refused(reason: string): AppError {
  return new AppError("signin.response_refused", { reason });
}

/**
 * Marks claims as verified. Call it only with what next-auth verified: signature, audience, nonce and times
 * of the ID token. Who issued it and whom it is about is checked once more here, since everything after
 * this point believes it.
 * @param issuer of the connection, as configured: compared exactly (a tenant template such as `{tenantid}`,
 *   another case or a slash more is another issuer; OpenID Connect Core 3.1.3.7)
 * @throws AppError `signin.response_refused`
 */
export function makeVerifiedOidcLogin(
  issuer: string,
  claims: Readonly<Record<string, unknown>>,
): VerifiedOidcLogin {
  if (claims.iss !== issuer) throw refused("issuer_mismatch");
  const { sub } = claims;
  // Core 2: a locally unique string of at most 255 ASCII characters.
  if (typeof sub !== "string" || sub === "") throw refused("sub_missing");
  if (sub.length > 255) throw refused("sub_too_long");
  return { protocol: "oidc", issuer, subject: sub, claims } as VerifiedOidcLogin;
}
