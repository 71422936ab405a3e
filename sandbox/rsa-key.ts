// @peculiar/x509 refuses to load without it.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { PemConverter, X509CertificateGenerator } from "@peculiar/x509";

/** PEM. */
export interface RsaKey {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

const RSA = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** A new key with a certificate of its own for five years. */
export async function newRsaKey(commonName: string): Promise<RsaKey> {
  const keys = await webcrypto.subtle.generateKey(RSA, true, ["sign", "verify"]);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: "01",
      name: `CN=${commonName}`,
      notBefore: new Date(now - 3_600_000),
      notAfter: new Date(now + 5 * 365 * 86_400_000),
      signingAlgorithm: RSA,
      keys,
    },
    webcrypto as Crypto,
  );
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    privateKeyPem: PemConverter.encode(pkcs8, "PRIVATE KEY"),
    certificatePem: certificate.toString("pem"),
  };
}
