import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { Assumptions } from "../assumptions";
import { fault } from "../faults";
import { refuse } from "../saml/refuse";
import type { DecodedToken } from "./decode-token";
import type { PublishedKey } from "./provider-keys";

/** The algorithms of the service model: which keys they take, and which curve. */
const ALGORITHMS: Readonly<Record<string, { hash: string; kty: "RSA" | "EC"; crv?: string }>> = {
  RS256: { hash: "sha256", kty: "RSA" },
  RS384: { hash: "sha384", kty: "RSA" },
  RS512: { hash: "sha512", kty: "RSA" },
  ES256: { hash: "sha256", kty: "EC", crv: "P-256" },
  ES384: { hash: "sha384", kty: "EC", crv: "P-384" },
  ES512: { hash: "sha512", kty: "EC", crv: "P-521" },
};

/** Refuses a header that names no algorithm AWS knows, before any key is asked for. @throws AwsFault */
export function requireKnownAlgorithm({ header }: DecodedToken, assumptions: Assumptions): void {
  if (algorithmOf(header.alg) === undefined) throw refuse(assumptions, "tokenAlgorithmUnsupported");
}

function algorithmOf(name: unknown) {
  return typeof name === "string" && Object.hasOwn(ALGORITHMS, name) ? ALGORITHMS[name] : undefined;
}

/**
 * Verifies a token with the key its header names.
 * @throws AwsFault InvalidIdentityToken: no such key, or the signature is not its.
 */
export function verifyTokenSignature(
  token: DecodedToken,
  keys: readonly PublishedKey[],
  assumptions: Assumptions,
): void {
  const { header, signed, signature } = token;
  const algorithm = algorithmOf(header.alg);
  if (algorithm === undefined) throw refuse(assumptions, "tokenAlgorithmUnsupported");
  const fitting = keys.filter(
    (key) =>
      key.kty === algorithm.kty &&
      (algorithm.crv === undefined || key.crv === algorithm.crv) &&
      (key.alg === undefined || key.alg === header.alg) &&
      (key.use === undefined || key.use === "sig"),
  );
  const named = header.kid === undefined ? fitting : fitting.filter(({ kid }) => kid === header.kid);
  const [key, ...more] = named;
  if (key === undefined || more.length > 0) throw fault("verificationKeyUnavailable");
  // RFC 7515 section 4.1.11: an extension that is critical and not understood invalidates the token.
  const understood = header.crit === undefined;
  const data = Buffer.from(signed);
  // JWS has the two numbers of an EC signature side by side (RFC 7518 section 3.4), not in DER.
  const publicKey = { key: importKey(key), dsaEncoding: "ieee-p1363" } as const;
  if (!understood || !verify(algorithm.hash, data, publicKey, signature)) {
    throw refuse(assumptions, "tokenSignatureInvalid");
  }
}

function importKey(key: PublishedKey): KeyObject {
  try {
    return createPublicKey({ key, format: "jwk" });
  } catch {
    throw fault("verificationKeyUnavailable");
  }
}
