import { AWS_CLAIM_NAMES } from "../../aws/web-identity-claims";
import type { KeyPurpose } from "../../keys/key-store";
import type { Keyrings } from "../../keys/keyring";
import {
  issuerDiscovery,
  type PublicJwk,
  publicJwk,
  TOKEN_ALGORITHMS,
  type TokenAlgorithm,
} from "../../oidc/issuer";

/** Each algorithm has keys of its own: an RSA key must never be taken for an EC one (O07). */
export const TOKEN_KEY_PURPOSES: Readonly<Record<TokenAlgorithm, KeyPurpose>> = {
  RS256: "aws-oidc-rs256",
  ES256: "aws-oidc-es256",
};

const REGISTERED_CLAIMS = ["iss", "sub", "aud", "iat", "nbf", "exp", "jti"];

export function discovery(issuer: string): Readonly<Record<string, unknown>> {
  return issuerDiscovery(issuer, [...REGISTERED_CLAIMS, ...AWS_CLAIM_NAMES]);
}

/** Current, next and previous keys of both algorithms; never a retired one, and no key of another purpose (I07). */
export async function keySet(keyrings: Keyrings): Promise<{ readonly keys: readonly PublicJwk[] }> {
  const keys = await Promise.all(
    TOKEN_ALGORITHMS.map(async (algorithm) => {
      const published = await keyrings[TOKEN_KEY_PURPOSES[algorithm]].published();
      return published.map(({ id, publicKey }) => publicJwk(algorithm, id, publicKey));
    }),
  );
  return { keys: keys.flat() };
}
