import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from "node:crypto";

/** How an assertion is encrypted; URIs as they are written into the XML. */
export interface AssertionEncryption {
  readonly publicKey: KeyObject;
  readonly content?: ContentAlgorithm;
  readonly transport?: "rsa-oaep-mgf1p" | "rsa-oaep" | "rsa-1_5";
  /** Of RSA-OAEP. */
  readonly digest?: "sha1" | "sha256";
  /** Beside the data in place of inside its KeyInfo. */
  readonly keyBeside?: boolean;
}

export type ContentAlgorithm = keyof typeof CONTENT;

const XENC = "http://www.w3.org/2001/04/xmlenc#";
const XENC11 = "http://www.w3.org/2009/xmlenc11#";
const CONTENT = {
  "aes128-cbc": { uri: `${XENC}aes128-cbc`, cipher: "aes-128-cbc", keyBytes: 16, ivBytes: 16 },
  "aes256-cbc": { uri: `${XENC}aes256-cbc`, cipher: "aes-256-cbc", keyBytes: 32, ivBytes: 16 },
  "aes192-cbc": { uri: `${XENC}aes192-cbc`, cipher: "aes-192-cbc", keyBytes: 24, ivBytes: 16 },
  "aes128-gcm": { uri: `${XENC11}aes128-gcm`, cipher: "aes-128-gcm", keyBytes: 16, ivBytes: 12 },
  "aes256-gcm": { uri: `${XENC11}aes256-gcm`, cipher: "aes-256-gcm", keyBytes: 32, ivBytes: 12 },
} as const;

/** Puts an EncryptedAssertion in the place of the Assertion of a response. */
export function encryptAssertion(xml: string, encryption: AssertionEncryption): string {
  return xml.replace(/<saml:Assertion [\s\S]*<\/saml:Assertion>/, (assertion) => {
    // Inside its response the prefix was the response's; on its own it needs one.
    const alone = assertion.replace(
      "<saml:Assertion ",
      '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ',
    );
    return encrypted(alone, encryption);
  });
}

function encrypted(text: string, encryption: AssertionEncryption): string {
  const algorithm = CONTENT[encryption.content ?? "aes256-gcm"];
  const key = randomBytes(algorithm.keyBytes);
  const wrapped = encryptedKey(key, encryption);
  const keyInfo = (inside: string) =>
    `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${inside}</ds:KeyInfo>`;
  const data = `<xenc:EncryptedData xmlns:xenc="${XENC}" Type="${XENC}Element"><xenc:EncryptionMethod Algorithm="${algorithm.uri}"/>${encryption.keyBeside ? "" : keyInfo(wrapped)}${cipherData(contentOf(text, key, algorithm))}</xenc:EncryptedData>`;
  return `<saml:EncryptedAssertion>${data}${encryption.keyBeside ? wrapped : ""}</saml:EncryptedAssertion>`;
}

function contentOf(
  text: string,
  key: Buffer,
  { cipher, ivBytes }: (typeof CONTENT)[ContentAlgorithm],
): Buffer {
  const iv = randomBytes(ivBytes);
  if (cipher === "aes-128-gcm" || cipher === "aes-256-gcm") {
    const sealer = createCipheriv(cipher, key, iv);
    const body = Buffer.concat([sealer.update(text, "utf8"), sealer.final()]);
    return Buffer.concat([iv, body, sealer.getAuthTag()]);
  }
  const sealer = createCipheriv(cipher, key, iv);
  return Buffer.concat([iv, sealer.update(text, "utf8"), sealer.final()]);
}

function encryptedKey(
  key: Buffer,
  { publicKey, transport = "rsa-oaep-mgf1p", digest = "sha1" }: AssertionEncryption,
): string {
  const isOaep = transport !== "rsa-1_5";
  const value = publicEncrypt(
    isOaep
      ? { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: digest }
      : { key: publicKey, padding: constants.RSA_PKCS1_PADDING },
    key,
  );
  const digestUri = digest === "sha256" ? `${XENC}sha256` : "http://www.w3.org/2000/09/xmldsig#sha1";
  const digestMethod = isOaep
    ? `<ds:DigestMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Algorithm="${digestUri}"/>`
    : "";
  const mask =
    transport === "rsa-oaep"
      ? `<xenc11:MGF xmlns:xenc11="${XENC11}" Algorithm="${XENC11}mgf1${digest}"/>`
      : "";
  const uri = (transport === "rsa-oaep" ? XENC11 : XENC) + transport;
  return `<xenc:EncryptedKey xmlns:xenc="${XENC}"><xenc:EncryptionMethod Algorithm="${uri}">${digestMethod}${mask}</xenc:EncryptionMethod>${cipherData(value)}</xenc:EncryptedKey>`;
}

const cipherData = (value: Buffer) =>
  `<xenc:CipherData><xenc:CipherValue>${value.toString("base64")}</xenc:CipherValue></xenc:CipherData>`;
