declare const tokenVerified: unique symbol;

/**
 * Claims of an ID token that next-auth verified (signature, issuer, audience, nonce, times),
 * merged with userinfo of the same `sub`. ID token claims win.
 */
export interface VerifiedOidcLogin {
  readonly [tokenVerified]: true;
  readonly protocol: "oidc";
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
}
