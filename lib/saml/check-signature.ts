import { createHash, createPublicKey, createVerify, type KeyObject, timingSafeEqual } from "node:crypto";
import { getVerifiedXml } from "@node-saml/node-saml/lib/xml.js";
import { XMLSerializer } from "@xmldom/xmldom";
import { ExclusiveCanonicalization } from "xml-crypto";
import { keepRead } from "./keep-read";
import { parseMessage } from "./read-element";
import { refusal } from "./refusal";
import { findLogoutSignature, findSignatures, type SignedCandidate } from "./signature-structure";
import { childElements, textOf } from "./xml-dom";

/**
 * Whether the signatures of a scanned Response hold, and which bytes they cover. It may take as long as it takes:
 * only `verify-signature.worker.ts` calls it in the product, in a thread with a deadline.
 *
 * Of node-saml it uses `getVerifiedXml` only: that gives the canonical bytes the signature covers, takes keys
 * from its caller alone (never from KeyInfo), and insists that the reference is the signature's own parent.
 * node-saml's profile object is not made, let alone read: for a repeated attribute its two halves disagree.
 */

/** The bytes a valid signature covers, in canonical form. */
export type SignatureOutcome =
  | { readonly covers: "response"; readonly signedXml: string }
  | {
      readonly covers: "assertion";
      readonly signedXml: string;
      /** The Response around the assertion, without it. Nobody vouches for it: use it only to refuse. */
      readonly unsignedEnvelopeXml: string;
    };

export interface LogoutSignatureOutcome {
  readonly covers: "logout";
  readonly signedXml: string;
}

/**
 * @param xml a scanned Response
 * @param publicKeys SPKI PEM of the connection's certificates
 * @throws AppError `signin.response_refused`
 */
export function checkSignature(xml: string, publicKeys: readonly string[]): SignatureOutcome {
  const response = parseMessage(xml);
  const signed = findSignatures(response);
  const responseXml = signed.response && verifiedBytes(xml, signed.response, publicKeys);
  const assertionXml = signed.assertion && verifiedBytes(xml, signed.assertion, publicKeys);
  if (responseXml !== undefined) return { covers: "response", signedXml: responseXml };
  if (assertionXml === undefined || !signed.assertion) {
    throw refusal("signature_missing", "neither the response nor the assertion is signed");
  }
  response.removeChild(signed.assertion.element);
  return {
    covers: "assertion",
    signedXml: assertionXml,
    unsignedEnvelopeXml: new XMLSerializer().serializeToString(response),
  };
}

/**
 * The bytes of a LogoutRequest or LogoutResponse that its signature covers.
 * @param xml scanned
 * @throws AppError `signin.response_refused`
 */
export function checkLogoutSignature(xml: string, publicKeys: readonly string[]): LogoutSignatureOutcome {
  const signed = findLogoutSignature(parseMessage(xml));
  return { covers: "logout", signedXml: verifiedBytes(xml, signed, publicKeys) };
}

/** Every signature that is there must hold: a second, broken one means that somebody changed something. */
function verifiedBytes(xml: string, candidate: SignedCandidate, publicKeys: readonly string[]): string {
  const keys = publicKeys.filter((key) => signsItsSignedInfo(candidate.signature, key));
  const bytes =
    keys.length > 0 && mayBeDigested(candidate) ? getVerifiedXml(xml, candidate.element, keys) : null;
  if (bytes === null) {
    throw refusal(
      "signature_invalid",
      `the ${candidate.element.localName} is not what any certificate of the connection signed`,
    );
  }
  return bytes;
}

/**
 * Whether this key made the SignatureValue over SignedInfo. xml-crypto asks last, after seconds of work on a large
 * message; asked first, a stranger without the provider's key costs one RSA operation. A yes proves nothing about
 * the content: that is what `getVerifiedXml` is for.
 */
function signsItsSignedInfo(signature: Element, publicKey: string): boolean {
  const [signedInfo, signatureValue] = childElements(signature);
  if (!signedInfo || !signatureValue) return false;
  const method = childElements(signedInfo)[1]?.getAttribute("Algorithm");
  const verifier = createVerify(method?.endsWith("#rsa-sha512") ? "RSA-SHA512" : "RSA-SHA256");
  verifier.update(String(new ExclusiveCanonicalization().process(signedInfo, {})));
  return verifier.verify(keyOf(publicKey), textOf(signatureValue), "base64");
}

/** Reading a key takes five times as long as verifying with it. */
const read = new Map<string, KeyObject>();

function keyOf(publicKey: string): KeyObject {
  return read.get(publicKey) ?? keepRead(read, publicKey, createPublicKey(publicKey));
}

/**
 * Whether the element's digest is what its signature says. Asked before `getVerifiedXml`, which parses and searches
 * the whole message again and again: who adds to a genuine message of their own pays for it in linear time. Again a
 * no is final and a yes proves nothing. A prefix list needs what stands around the element: that is left to the library.
 */
function mayBeDigested({ element, signature }: SignedCandidate): boolean {
  const reference = childElements(childElements(signature)[0] ?? signature)[2];
  const [transforms, method, value] = reference ? childElements(reference) : [];
  if (!transforms || !method || !value) return false;
  const exclusive = childElements(transforms)[1];
  if (exclusive && childElements(exclusive).length > 0) return true;
  const bytes = canonicalWithout(element, signature);
  const algorithm = method.getAttribute("Algorithm")?.endsWith("#sha512") ? "sha512" : "sha256";
  const digest = createHash(algorithm).update(bytes).digest();
  const said = Buffer.from(textOf(value), "base64");
  return said.length === digest.length && timingSafeEqual(said, digest);
}

/** Not of a copy: copying a tree costs more than all the rest of this. */
function canonicalWithout(element: Element, signature: Element): string {
  const next = signature.nextSibling;
  element.removeChild(signature);
  try {
    return String(new ExclusiveCanonicalization().process(element, {}));
  } finally {
    element.insertBefore(signature, next);
  }
}
