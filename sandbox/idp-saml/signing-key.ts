/** The IdP's signing key and certificate, kept in a folder so that a restart does not break connections. */
// @peculiar/x509 refuses to load without it.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PemConverter, X509CertificateGenerator } from "@peculiar/x509";

export interface SigningKey {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

const RSA = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

async function generate(): Promise<SigningKey> {
  const keys = await webcrypto.subtle.generateKey(RSA, true, ["sign", "verify"]);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: "01",
      name: "CN=Meridian Freight sandbox sign-in",
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

/** Reads the key of this folder, or makes one there (readable by the owner only). */
export async function signingKeyIn(folder: string): Promise<SigningKey> {
  const file = join(folder, "idp-saml-key.json");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined) {
    return JSON.parse(kept) as SigningKey;
  }
  const made = await generate();
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
