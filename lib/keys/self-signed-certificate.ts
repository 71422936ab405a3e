import { createHash, type KeyObject, randomBytes, sign } from "node:crypto";

/*
 * Node makes keys but no certificates. The one shape needed here is fifteen lines of DER (RFC 5280,
 * section 4.1), which costs less trust than a certificate library with its container and polyfills;
 * the tests read the result with OpenSSL.
 */

/** AlgorithmIdentifier without its SEQUENCE; ECDSA has no parameters (RFC 5758, section 3.2). */
const SIGNATURE_ALGORITHM: Readonly<Record<string, string>> = {
  rsa: "06092a864886f70d01010b0500",
  ec: "06082a8648ce3d040302",
};
const COMMON_NAME = "0603550403";
const BASIC_CONSTRAINTS = "0603551d13";
const KEY_USAGE = "0603551d0f";
const SUBJECT_KEY_IDENTIFIER = "0603551d0e";
const TRUE = "0101ff";

/** RFC 5280, upper bound of a common name. */
const MAX_COMMON_NAME = 64;

export interface CertificateSubject {
  /** Subject and issuer; cut to 64 characters. */
  readonly commonName: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  /** RSA or EC. */
  readonly privateKey: KeyObject;
}

/**
 * A self-signed X.509 v3 certificate over an RSA or EC key, signed with SHA-256: not a CA, for digital
 * signatures only, random serial number.
 *
 * @returns PEM
 */
export function selfSignedCertificate(subject: CertificateSubject): string {
  const algorithm = sequence(hex(SIGNATURE_ALGORITHM[subject.privateKey.asymmetricKeyType ?? ""] ?? ""));
  const name = sequence(
    der(0x31, sequence(hex(COMMON_NAME), der(0x0c, utf8(subject.commonName.slice(0, MAX_COMMON_NAME))))),
  );
  const publicKeyInfo = subject.publicKey.export({ format: "der", type: "spki" });
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(serialNumber()),
    algorithm,
    name,
    sequence(time(subject.notBefore), time(subject.notAfter)),
    name,
    publicKeyInfo,
    der(0xa3, sequence(...extensions(publicKeyInfo))),
  );
  const signature = sign("sha256", toBeSigned, subject.privateKey);
  const certificate = sequence(toBeSigned, algorithm, bitString(signature));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function extensions(publicKeyInfo: Buffer): Buffer[] {
  const keyIdentifier = createHash("sha1").update(publicKeyInfo).digest();
  return [
    sequence(hex(BASIC_CONSTRAINTS), hex(TRUE), octets(sequence())),
    // digitalSignature is the first bit of the string: one byte, seven bits unused.
    sequence(hex(KEY_USAGE), hex(TRUE), octets(der(0x03, Buffer.of(7, 0x80)))),
    sequence(hex(SUBJECT_KEY_IDENTIFIER), octets(octets(keyIdentifier))),
  ];
}

/** 126 random bits, positive and never zero, as RFC 5280 section 4.1.2.2 asks. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

/** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 section 4.1.2.5). */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, "");
  return date.getUTCFullYear() < 2050 ? der(0x17, utf8(digits.slice(2))) : der(0x18, utf8(digits));
}

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), length(content.length), content]);
}

function length(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.of(bytes);
  const digits = hex(bytes.toString(16).padStart(bytes > 0xff ? 4 : 2, "0"));
  return Buffer.concat([Buffer.of(0x80 | digits.length), digits]);
}

const sequence = (...contents: Buffer[]): Buffer => der(0x30, ...contents);
const octets = (content: Buffer): Buffer => der(0x04, content);
const integer = (bytes: Buffer): Buffer => der(0x02, bytes);
const bitString = (bytes: Buffer): Buffer => der(0x03, Buffer.of(0), bytes);
const hex = (digits: string): Buffer => Buffer.from(digits, "hex");
const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");
