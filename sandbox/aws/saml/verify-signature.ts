/**
 * Believing a response: which Assertion element, if any, a certificate of the provider's metadata vouches for. KeyInfo is
 * never looked at, and what is returned is parsed from the very bytes that were digested, so that nothing outside the
 * signature can be read by mistake.
 */
import { SignedXml } from "xml-crypto";
import type { Assumptions } from "../assumptions";
import type { SamlResponse } from "./saml-response";
import { attribute, children, DSIG, isElement, onlyChild, parseXml, SAML } from "./xml";

const EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/** The signed Assertion, or nothing when the signatures are absent, of the wrong kind, or not by this provider. */
export function signedAssertion(
  saml: SamlResponse,
  certificates: readonly string[],
  assumptions: Assumptions,
): Element | undefined {
  const assertion = verify(saml.assertion, saml.assertionXml, certificates, assumptions);
  const response = verify(saml.response, saml.xml, certificates, assumptions);
  // A signature that is there and does not hold spoils the response, needed or not.
  if (assertion === "invalid" || response === "invalid") return undefined;
  const placement = assumptions.signaturePlacement;
  if (placement === "both" && response === "unsigned") return undefined;
  if (assertion !== "unsigned") return assertion;
  if (placement !== "assertion-or-response" || response === "unsigned") return undefined;
  // What the response's signature covers of an encrypted assertion is all of it, in its encrypted form.
  return saml.wasEncrypted ? saml.assertion : onlyChild(response, SAML, "Assertion");
}

function verify(
  element: Element,
  xml: string,
  certificates: readonly string[],
  assumptions: Assumptions,
): Element | "unsigned" | "invalid" {
  const [signature, ...more] = children(element, DSIG, "Signature");
  if (signature === undefined) return "unsigned";
  if (more.length > 0 || !isAcceptableKind(signature, element, assumptions)) return "invalid";
  for (const publicCert of certificates) {
    const content = signedContent(signature, xml, publicCert);
    if (content !== undefined && isElement(content, element.namespaceURI ?? "", element.localName))
      return content;
  }
  return "invalid";
}

function signedContent(signature: Element, xml: string, publicCert: string): Element | undefined {
  const verifier = new SignedXml({ publicCert, getCertFromKeyInfo: () => null });
  try {
    verifier.loadSignature(signature);
    if (!verifier.checkSignature(xml)) return undefined;
    const [content, ...more] = verifier.getSignedReferences();
    return content === undefined || more.length > 0 ? undefined : parseXml(content);
  } catch {
    // xml-crypto throws on ambiguous ids, foreign transforms and wrong digests alike: none of them is a signature.
    return undefined;
  }
}

/** One reference, to the parent element by its ID, with the two transforms SAML allows (core 5.4.4). */
function isAcceptableKind(signature: Element, parent: Element, assumptions: Assumptions): boolean {
  const info = onlyChild(signature, DSIG, "SignedInfo");
  const reference = onlyChild(info, DSIG, "Reference");
  const transforms = children(onlyChild(reference, DSIG, "Transforms"), DSIG, "Transform").map(algorithm);
  const id = attribute(parent, "ID");
  return (
    algorithm(onlyChild(info, DSIG, "CanonicalizationMethod")) === EXCLUSIVE_C14N &&
    assumptions.signatureAlgorithms.includes(algorithm(onlyChild(info, DSIG, "SignatureMethod"))) &&
    assumptions.digestAlgorithms.includes(algorithm(onlyChild(reference, DSIG, "DigestMethod"))) &&
    Boolean(id) &&
    attribute(reference, "URI") === `#${id}` &&
    transforms.length === 2 &&
    transforms[0] === ENVELOPED &&
    transforms[1] === EXCLUSIVE_C14N
  );
}

function algorithm(element: Element | undefined): string {
  return attribute(element, "Algorithm") ?? "";
}
