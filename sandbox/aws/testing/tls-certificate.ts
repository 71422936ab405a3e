import "reflect-metadata";
import { KeyObject, webcrypto, X509Certificate } from "node:crypto";
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from "@peculiar/x509";

/** A server's key and certificate of an authority that nobody knows: its own. */
export interface TlsCertificate {
  readonly key: string;
  readonly cert: string;
  /** SHA-1 in hex, as IAM keeps it. */
  readonly thumbprint: string;
}

/** For `127.0.0.1`, a day long. */
export async function createTlsCertificate(): Promise<TlsCertificate> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: "CN=127.0.0.1",
      notBefore: new Date(now - 60_000),
      notAfter: new Date(now + 86_400_000),
      signingAlgorithm: algorithm,
      extensions: [new SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }])],
      keys,
    },
    webcrypto as Crypto,
  );
  const cert = certificate.toString("pem");
  return {
    key: KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString(),
    cert,
    thumbprint: new X509Certificate(cert).fingerprint.replaceAll(":", "").toLowerCase(),
  };
}
