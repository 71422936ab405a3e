import { hash, type KeyObject, sign } from "node:crypto";
import type { UnsignedElement } from "./build-assertion";

const DS_NS = "http://www.w3.org/2000/09/xmldsig#";
const EXC_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

// SignedInfo without its start tag, around the only two things in it that change: id and digest.
const SIGNED_INFO_START =
  `<ds:CanonicalizationMethod Algorithm="${EXC_C14N}"></ds:CanonicalizationMethod>` +
  `<ds:SignatureMethod Algorithm="${RSA_SHA256}"></ds:SignatureMethod><ds:Reference URI="#`;
const SIGNED_INFO_MIDDLE =
  `"><ds:Transforms><ds:Transform Algorithm="${ENVELOPED}"></ds:Transform>` +
  `<ds:Transform Algorithm="${EXC_C14N}"></ds:Transform></ds:Transforms>` +
  `<ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod><ds:DigestValue>`;
const SIGNED_INFO_END = "</ds:DigestValue></ds:Reference></ds:SignedInfo>";

export interface ElementSigner {
  /** RSA, prepared once: importing a PEM each time costs three times the signature. */
  readonly privateKey: KeyObject;
  /** Base64 DER of its certificate. */
  readonly certificate: string;
}

/**
 * The element with its enveloped signature. What is digested is the element without the signature,
 * which is exactly head and tail joined; what is signed is SignedInfo in canonical form, where `ds` is
 * declared on SignedInfo itself, while inside ds:Signature the declaration stands one level up.
 */
export function signElement(element: UnsignedElement, signer: ElementSigner): string {
  const digest = hash("sha256", element.head + element.tail, "base64");
  const signedInfo = `${SIGNED_INFO_START}${element.id}${SIGNED_INFO_MIDDLE}${digest}${SIGNED_INFO_END}`;
  const toBeSigned = Buffer.from(`<ds:SignedInfo xmlns:ds="${DS_NS}">${signedInfo}`, "utf8");
  const value = sign("sha256", toBeSigned, signer.privateKey).toString("base64");
  return (
    `${element.head}<ds:Signature xmlns:ds="${DS_NS}"><ds:SignedInfo>${signedInfo}` +
    `<ds:SignatureValue>${value}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${signer.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>` +
    `</ds:Signature>${element.tail}`
  );
}
