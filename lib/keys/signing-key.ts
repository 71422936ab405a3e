import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { KeyPurpose } from "./key-store";
import { selfSignedCertificate } from "./self-signed-certificate";

const LIFETIME_YEARS = 10;
/** So that a verifier whose clock is a little behind does not find the certificate in its future. */
const BACKDATED_MS = 5 * 60_000;

export interface NewSigningKey {
  /** PKCS#8 DER. The caller seals it and wipes it. */
  readonly privateKeyPkcs8: Buffer;
  readonly certificatePem: string;
  readonly notAfter: Date;
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const makePair = promisify(generateKeyPair);

/**
 * RSA-2048 because every library accepts it and RSA-3072 signs at an eighth of the rate; P-256 is the curve of
 * ES256 (RFC 7518, section 3.4).
 */
const MAKE: Readonly<Record<KeyPurpose, () => Promise<KeyPair>>> = {
  "aws-saml": () => makePair("rsa", { modulusLength: 2048 }),
  "aws-oidc-rs256": () => makePair("rsa", { modulusLength: 2048 }),
  "aws-oidc-es256": () => makePair("ec", { namedCurve: "P-256" }),
  "saml-sp": () => makePair("rsa", { modulusLength: 2048 }),
};

/**
 * A new key of the purpose's algorithm with a self-signed certificate over it. The certificate only carries the public
 * key: IAM ignores its expiry, and asks for RSA of at least 1,024 bits and no repeated extension
 * (IAM User Guide, create a SAML provider). Ten years, so that its end never stops a sign-in; a key
 * is replaced by rotation, not by running out. Keys for tokens have one as well: it is how a public key lies in the
 * table, and JWKS gives only the key in it.
 *
 * @param commonName goes into subject and issuer; shown to administrators
 */
export async function makeSigningKey(
  purpose: KeyPurpose,
  commonName: string,
  now: Date,
): Promise<NewSigningKey> {
  const { privateKey, publicKey } = await MAKE[purpose]();
  const notBefore = wholeSeconds(new Date(now.getTime() - BACKDATED_MS));
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + LIFETIME_YEARS);
  return {
    privateKeyPkcs8: privateKey.export({ format: "der", type: "pkcs8" }),
    certificatePem: selfSignedCertificate({ commonName, notBefore, notAfter, privateKey, publicKey }),
    notAfter,
  };
}

/** X.509 times have no fractions; what we store must equal what the certificate says. */
function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
