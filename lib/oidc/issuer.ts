/**
 * Rolebridge as an OpenID Connect issuer towards AWS: discovery, keys and tokens. Nobody signs in here; AWS reads
 * these documents by itself to judge tokens that Rolebridge made for AssumeRoleWithWebIdentity. This side of the
 * room must not know people, roles or what AWS's own claims mean.
 */
import type { KeyObject } from "node:crypto";

/** RS256 and ES256 are the two that AWS takes and every JWT library knows. */
export const TOKEN_ALGORITHMS = ["RS256", "ES256"] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/** A public key as a JWK Set holds it (RFC 7517, section 4). */
export type PublicJwk = Readonly<Record<string, unknown>> & { readonly kid: string };

/** `<issuer>/.well-known/jwks.json` */
function jwksUri(issuer: string): string {
  return `${issuer}/.well-known/jwks.json`;
}

/**
 * The discovery document with what IAM asks for (User Guide, create an OpenID Connect provider) and no more: there
 * is no authorization endpoint, since nobody can ask this issuer for a token.
 * @param issuer without a trailing slash; AWS compares it byte for byte with the provider's URL
 * @param claims names of the claims that tokens may have
 */
export function issuerDiscovery(
  issuer: string,
  claims: readonly string[],
): Readonly<Record<string, string | readonly string[]>> {
  return {
    issuer,
    jwks_uri: jwksUri(issuer),
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: TOKEN_ALGORITHMS,
    scopes_supported: ["openid"],
    claims_supported: claims,
  };
}

/**
 * One member of the JWK Set: the public half and what it is for, nothing else.
 * @param keyId `kid` of the tokens it signs; AWS finds the key by it
 */
export function publicJwk(algorithm: TokenAlgorithm, keyId: string, publicKey: KeyObject): PublicJwk {
  const { kty, n, e, crv, x, y } = publicKey.export({ format: "jwk" });
  const members = kty === "RSA" ? { kty, n, e } : { kty, crv, x, y };
  return { ...members, use: "sig", alg: algorithm, kid: keyId };
}
