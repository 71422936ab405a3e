import { X509Certificate } from "node:crypto";
import { keepRead } from "./keep-read";
import { refusal } from "./refusal";

/** NIST SP 800-131A: shorter RSA keys are disallowed for signatures. */
const MIN_RSA_BITS = 2048;

export type CertificateFault = "certificate_invalid" | "certificate_weak" | "certificate_expired";

interface Unusable {
  readonly fault: CertificateFault;
  readonly explanation: string;
}

interface ReadCertificate {
  readonly publicKey: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** The same for people. */
  readonly validity: string;
}

/** Reading a certificate takes a third of a millisecond. */
const read = new Map<string, ReadCertificate>();

/** What a signing certificate is good for at a moment. */
export function judgeCertificate(base64Der: string, now: Date): { readonly publicKey: string } | Unusable {
  const certificate = read.get(base64Der) ?? readAndKeep(base64Der);
  if ("fault" in certificate) return certificate;
  const { validFrom, validTo, validity, publicKey } = certificate;
  if (now >= validFrom && now <= validTo) return { publicKey };
  return { fault: "certificate_expired", explanation: `it is valid ${validity}` };
}

function readAndKeep(base64Der: string): ReadCertificate | Unusable {
  const certificate = readCertificate(base64Der);
  return "fault" in certificate ? certificate : keepRead(read, base64Der, certificate);
}

function readCertificate(base64Der: string): ReadCertificate | Unusable {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(Buffer.from(base64Der, "base64"));
  } catch {
    return { fault: "certificate_invalid", explanation: "it is not an X.509 certificate" };
  }
  const key = certificate.publicKey;
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (key.asymmetricKeyType !== "rsa" || bits === undefined) {
    const explanation = `its key is ${key.asymmetricKeyType ?? "unknown"}, and only RSA is supported`;
    return { fault: "certificate_weak", explanation };
  }
  if (bits < MIN_RSA_BITS) {
    const explanation = `its RSA key has ${bits} bits, and at least ${MIN_RSA_BITS} are needed`;
    return { fault: "certificate_weak", explanation };
  }
  return {
    publicKey: key.export({ type: "spki", format: "pem" }).toString(),
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    validity: `from ${certificate.validFrom} to ${certificate.validTo}`,
  };
}

/**
 * Public keys that may have signed a response: those of the connection's certificates, nothing of the message.
 * @param certificates base64 DER
 * @returns SPKI PEM, at least one
 * @throws AppError `signin.response_refused` when none is usable: no certificate means no sign-in
 */
export function trustedKeys(certificates: readonly string[], now: Date): readonly string[] {
  const judged = certificates.map((certificate) => judgeCertificate(certificate, now));
  const keys = judged.flatMap((judgement) => ("publicKey" in judgement ? [judgement.publicKey] : []));
  if (keys.length > 0) return keys;
  const fault = judged.find((judgement) => "fault" in judgement);
  if (fault && "fault" in fault) throw refusal(fault.fault, `the signing certificate: ${fault.explanation}`);
  throw refusal("certificate_missing", "the connection has no signing certificate");
}
