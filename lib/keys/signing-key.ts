import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
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

/**
 * A new RSA-2048 key with a self-signed certificate over it. The certificate only carries the public
 * key: IAM ignores its expiry, and asks for RSA of at least 1,024 bits and no repeated extension
 * (IAM User Guide, create a SAML provider). Ten years, so that its end never stops a sign-in; a key
 * is replaced by rotation, not by running out. RSA-2048 because every SAML library accepts it and
 * RSA-3072 signs at an eighth of the rate.
 *
 * @param commonName goes into subject and issuer; shown to administrators
 */
export async function makeSigningKey(commonName: string, now: Date): Promise<NewSigningKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
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
