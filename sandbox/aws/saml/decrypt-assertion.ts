/**
 * Opening an EncryptedAssertion with a provider's private keys (XML Encryption 1.1). Owns which algorithms count; what is
 * inside is as unbelieved as any other assertion until its signature holds.
 */
import { constants, createDecipheriv, type KeyObject, privateDecrypt } from "node:crypto";
import { attribute, children, DSIG, onlyChild } from "./xml";

const XENC = "http://www.w3.org/2001/04/xmlenc#";
const XENC11 = "http://www.w3.org/2009/xmlenc11#";
const ELEMENT_TYPE = `${XENC}Element`;

interface ContentCipher {
  readonly name: "aes-128-cbc" | "aes-256-cbc" | "aes-128-gcm" | "aes-256-gcm";
  readonly keyBytes: number;
}

const CONTENT_CIPHERS: Readonly<Record<string, ContentCipher>> = {
  [`${XENC}aes128-cbc`]: { name: "aes-128-cbc", keyBytes: 16 },
  [`${XENC}aes256-cbc`]: { name: "aes-256-cbc", keyBytes: 32 },
  [`${XENC11}aes128-gcm`]: { name: "aes-128-gcm", keyBytes: 16 },
  [`${XENC11}aes256-gcm`]: { name: "aes-256-gcm", keyBytes: 32 },
};

const DIGESTS: Readonly<Record<string, "sha1" | "sha256">> = {
  "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
  [`${XENC}sha256`]: "sha256",
};
const MASKS: Readonly<Record<string, "sha1" | "sha256">> = {
  [`${XENC11}mgf1sha1`]: "sha1",
  [`${XENC11}mgf1sha256`]: "sha256",
};

/**
 * The text of the Assertion inside.
 * @param keys newest first; each is tried.
 * @returns nothing when no key opens it, or when it is encrypted in a way that AWS does not document.
 */
export function decryptAssertion(encrypted: Element, keys: readonly KeyObject[]): string | undefined {
  const data = onlyChild(encrypted, XENC, "EncryptedData");
  const cipher = CONTENT_CIPHERS[algorithmOf(data)];
  const content = cipherValue(data);
  if (cipher === undefined || content === undefined) return undefined;
  if ((attribute(data, "Type") ?? ELEMENT_TYPE) !== ELEMENT_TYPE) return undefined;
  // The key is inside its data, or beside it.
  const wrapped = [
    ...children(onlyChild(data, DSIG, "KeyInfo"), XENC, "EncryptedKey"),
    ...children(encrypted, XENC, "EncryptedKey"),
  ];
  for (const key of keys) {
    for (const element of wrapped) {
      const contentKey = unwrap(element, key);
      const plain = contentKey && decipher(content, contentKey, cipher);
      if (plain !== undefined) return plain;
    }
  }
  return undefined;
}

/** RSA-OAEP. The key transport of PKCS #1 v1.5 is not among what AWS takes. */
function unwrap(encryptedKey: Element, key: KeyObject): Buffer | undefined {
  const oaepHash = oaepHashOf(onlyChild(encryptedKey, XENC, "EncryptionMethod"));
  const value = cipherValue(encryptedKey);
  if (oaepHash === undefined || value === undefined) return undefined;
  try {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, value);
  } catch {
    return undefined;
  }
}

/**
 * The hash of the digest and of the mask. `rsa-oaep-mgf1p` always masks with SHA-1; hashes that differ are beyond Node's
 * cryptography and, as far as is known, nobody's default.
 */
function oaepHashOf(method: Element | undefined): "sha1" | "sha256" | undefined {
  const digestName = attribute(onlyChild(method, DSIG, "DigestMethod"), "Algorithm");
  const maskName = attribute(onlyChild(method, XENC11, "MGF"), "Algorithm");
  const digest = digestName === undefined ? "sha1" : DIGESTS[digestName];
  const mask = maskName === undefined ? "sha1" : MASKS[maskName];
  switch (attribute(method, "Algorithm")) {
    case `${XENC}rsa-oaep-mgf1p`:
      return digest === "sha1" ? "sha1" : undefined;
    case `${XENC11}rsa-oaep`:
      return digest === mask ? digest : undefined;
    default:
      return undefined;
  }
}

function decipher(content: Buffer, key: Buffer, { name, keyBytes }: ContentCipher): string | undefined {
  if (key.length !== keyBytes) return undefined;
  try {
    return name === "aes-128-gcm" || name === "aes-256-gcm"
      ? openGcm(content, key, name)
      : openCbc(content, key, name);
  } catch {
    return undefined;
  }
}

/** Twelve bytes of initialization vector, the content, sixteen of tag (5.2.4). */
function openGcm(content: Buffer, key: Buffer, name: "aes-128-gcm" | "aes-256-gcm"): string {
  const opener = createDecipheriv(name, key, content.subarray(0, 12), { authTagLength: 16 });
  opener.setAuthTag(content.subarray(-16));
  return Buffer.concat([opener.update(content.subarray(12, -16)), opener.final()]).toString("utf8");
}

/** Sixteen bytes of initialization vector, then blocks; the last byte counts the padding, whatever it is made of (5.2.1). */
function openCbc(content: Buffer, key: Buffer, name: "aes-128-cbc" | "aes-256-cbc"): string | undefined {
  const opener = createDecipheriv(name, key, content.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([opener.update(content.subarray(16)), opener.final()]);
  const padding = padded.at(-1) ?? 0;
  return padding >= 1 && padding <= 16 ? padded.subarray(0, -padding).toString("utf8") : undefined;
}

function algorithmOf(element: Element | undefined): string {
  return attribute(onlyChild(element, XENC, "EncryptionMethod"), "Algorithm") ?? "";
}

function cipherValue(element: Element | undefined): Buffer | undefined {
  const text = onlyChild(onlyChild(element, XENC, "CipherData"), XENC, "CipherValue")?.textContent;
  return text ? Buffer.from(text.replace(/\s/g, ""), "base64") : undefined;
}
