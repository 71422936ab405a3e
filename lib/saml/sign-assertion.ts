import { hash, type KeyObject, sign } from "node:crypto";
import { Secret } from "../secret/secret";
import {
  type AssertionContent,
  buildAssertion,
  buildResponse,
  type ResponseIds,
  type UnsignedElement,
} from "./build-assertion";
import { encryptAssertion } from "./encrypt-assertion";

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

/** 160 random bits: SAML Core, section 1.3.4, asks for at least 128. */
const ID_BYTES = 20;

export interface AssertionSigner {
  /** RSA, prepared once: importing a PEM each time costs three times the signature. */
  readonly privateKey: KeyObject;
  /** Base64 DER of its certificate. */
  readonly certificate: string;
}

export interface SigningOptions {
  /** As `newAssertionId` draws it. */
  readonly assertionId: string;
  /** Sign the Response as well, for service providers that want it. A second RSA operation. */
  readonly signResponse: boolean;
  /** PEM of the receiver's certificate: the signed assertion is encrypted to it. */
  readonly encryptTo?: string;
  readonly randomBytes: (size: number) => Buffer;
}

export interface SignedResponse {
  /** Base64 of the whole `samlp:Response`. A bearer secret until `notOnOrAfter`. */
  readonly samlResponse: Secret;
  /** For the audit: a use at AWS without an audit event that names this id was not ours (I08). */
  readonly assertionId: string;
  readonly notOnOrAfter: Date;
}

/**
 * Writes and signs a Response: the Assertion always, RSA-SHA256 over exclusive canonical XML.
 *
 * @throws AppError `issuance.assertion_invalid` when something cannot be asserted
 */
export function signAssertion(
  content: AssertionContent,
  signer: AssertionSigner,
  options: SigningOptions,
): SignedResponse {
  const ids = idsOf(options.assertionId);
  const assertion = signed(buildAssertion(content, ids.assertion), signer);
  const { encryptTo, randomBytes } = options;
  const carried = encryptTo === undefined ? assertion : encryptAssertion(assertion, encryptTo, randomBytes);
  const response = buildResponse(content, ids.response, carried);
  const xml = options.signResponse ? signed(response, signer) : response.head + response.tail;
  return {
    samlResponse: new Secret(Buffer.from(xml, "utf8").toString("base64")),
    assertionId: ids.assertion,
    notOnOrAfter: new Date(content.issueInstant.getTime() + content.lifetimeSeconds * 1000),
  };
}

/** ID for an assertion that is not written yet. */
export function newAssertionId(randomBytes: (size: number) => Buffer): string {
  return `_a${randomBytes(ID_BYTES).toString("hex")}`;
}

/** One draw for both: neither is a secret from the other, and they differ in their letter. */
function idsOf(assertion: string): ResponseIds {
  return { response: `_r${assertion.slice("_a".length)}`, assertion };
}

/**
 * The element with its enveloped signature. What is digested is the element without the signature,
 * which is exactly head and tail joined; what is signed is SignedInfo in canonical form, where `ds` is
 * declared on SignedInfo itself, while inside ds:Signature the declaration stands one level up.
 */
function signed(element: UnsignedElement, signer: AssertionSigner): string {
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
