import type { KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import { Secret } from "../secret/secret";
import type { TokenAlgorithm } from "./issuer";

export interface TokenSigner {
  readonly algorithm: TokenAlgorithm;
  /** `kid`: names a key of the JWK Set. */
  readonly keyId: string;
  /** RSA-2048 or P-256, as the algorithm asks. */
  readonly privateKey: KeyObject;
}

/** Registered claims (RFC 7519, section 4.1) that every token of ours has. */
export interface TokenContent {
  readonly issuer: string;
  readonly subject: string;
  /** One: a token for several readers could be replayed by each to the others. */
  readonly audience: string;
  /** `jti`; goes to the audit. */
  readonly tokenId: string;
  readonly issuedAt: Date;
  /** Seconds `nbf` lies before `iat`, for a reader whose clock is behind ours. */
  readonly backdatedSeconds: number;
  readonly lifetimeSeconds: number;
  /** Claims beside the registered ones. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * A signed token in compact form. The algorithm comes from the key's purpose and never from a caller's wish; the
 * header has `alg`, `kid` and `typ` and nothing a reader could follow elsewhere (`jku`, `x5u`, `jwk`).
 */
export async function signJwt(content: TokenContent, signer: TokenSigner): Promise<Secret> {
  const issuedAt = Math.floor(content.issuedAt.getTime() / 1_000);
  const token = await new SignJWT({
    // First, so that no further claim can take the place of a registered one.
    ...content.claims,
    iss: content.issuer,
    sub: content.subject,
    aud: content.audience,
    iat: issuedAt,
    nbf: issuedAt - content.backdatedSeconds,
    exp: issuedAt + content.lifetimeSeconds,
    jti: content.tokenId,
  })
    .setProtectedHeader({ alg: signer.algorithm, kid: signer.keyId, typ: "JWT" })
    .sign(signer.privateKey);
  return new Secret(token);
}
