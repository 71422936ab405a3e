import { constants, createCipheriv, createPublicKey, type KeyObject, publicEncrypt } from "node:crypto";
import { AppError } from "../errors/app-error";
import { DS, SAML, XENC } from "./namespaces";

/*
 * XML Encryption 1.1 of one element, written out in the canonical form of `build-assertion.ts`. Own code over
 * node:crypto instead of xml-encryption (which node-saml brings along): the assertion already is a string, so what
 * remains is two calls and a template, and a Response that is signed around it stays canonical by construction.
 */

const AES256_GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
/** Mask and digest with SHA-1: OAEP does not lean on its collision resistance, and every implementation knows it. */
const RSA_OAEP = `${XENC}rsa-oaep-mgf1p`;
const SHA1 = `${DS}sha1`;

const KEY_BYTES = 32;
/** XML Encryption 1.1, section 5.2.4: a 96-bit IV before, a 128-bit tag after the ciphertext. */
const IV_BYTES = 12;
const MIN_RSA_BITS = 2048;

/**
 * An EncryptedAssertion that only the holder of the private key can read: AES-256-GCM under a key of its own, and
 * that under RSA-OAEP. CBC is not offered: nobody but a signature protects it, and AWS takes GCM.
 *
 * @param assertionXml signed already: AWS judges the signature after it has decrypted (sign, then encrypt)
 * @param certificate PEM
 * @throws AppError `issuance.assertion_invalid` when there is no RSA key of 2,048 bits in it
 */
export function encryptAssertion(
  assertionXml: string,
  certificate: string,
  randomBytes: (size: number) => Buffer,
): string {
  const publicKey = rsaKeyOf(certificate);
  const contentKey = randomBytes(KEY_BYTES);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", contentKey, iv);
  const content = Buffer.concat([
    iv,
    cipher.update(assertionXml, "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const oaep = { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" };
  const wrapped = publicEncrypt(oaep, contentKey);
  contentKey.fill(0);
  return encryptedAssertion(wrapped.toString("base64"), content.toString("base64"));
}

function rsaKeyOf(certificate: string): KeyObject {
  const publicKey = readKey(certificate);
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (publicKey.asymmetricKeyType !== "rsa" || bits < MIN_RSA_BITS) throw unusable();
  return publicKey;
}

function readKey(certificate: string): KeyObject {
  try {
    return createPublicKey(certificate);
  } catch (cause) {
    throw unusable(cause);
  }
}

function unusable(cause?: unknown): AppError {
  return new AppError("issuance.assertion_invalid", {
    reason: "encryption_certificate",
    detail: `The encryption certificate must hold an RSA key of at least ${MIN_RSA_BITS} bits.`,
    cause,
  });
}

function encryptedAssertion(wrappedKey: string, content: string): string {
  return (
    `<saml:EncryptedAssertion xmlns:saml="${SAML}">` +
    `<xenc:EncryptedData xmlns:xenc="${XENC}" Type="${XENC}Element">` +
    `<xenc:EncryptionMethod Algorithm="${AES256_GCM}"></xenc:EncryptionMethod>` +
    `<ds:KeyInfo xmlns:ds="${DS}"><xenc:EncryptedKey>` +
    `<xenc:EncryptionMethod Algorithm="${RSA_OAEP}"><ds:DigestMethod Algorithm="${SHA1}"></ds:DigestMethod></xenc:EncryptionMethod>` +
    `<xenc:CipherData><xenc:CipherValue>${wrappedKey}</xenc:CipherValue></xenc:CipherData>` +
    `</xenc:EncryptedKey></ds:KeyInfo>` +
    `<xenc:CipherData><xenc:CipherValue>${content}</xenc:CipherValue></xenc:CipherData>` +
    `</xenc:EncryptedData></saml:EncryptedAssertion>`
  );
}
