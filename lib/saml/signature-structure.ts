import { DS, SAML, SAMLP } from "./namespaces";
import { type RefusalReason, refusal } from "./refusal";
import { attributeOf, childElements, childrenNamed, hasStrayText, isNamed, textOf } from "./xml-dom";

/**
 * The only shape of XML Signature we let a library look at: enveloped, one reference to its own parent by ID,
 * exclusive canonicalization, RSA with SHA-256 or SHA-512 (what xml-crypto implements of the strong ones).
 * Everything else XML Signature can say (Object, Manifest, XPath, XSLT, HMAC, RetrievalMethod) has been an
 * attack on somebody and is not needed by SAML (saml-core 5.4).
 */
const EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

const SIGNATURE_METHODS: ReadonlySet<string> = new Set([
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
]);

const DIGEST_METHODS: ReadonlySet<string> = new Set([
  "http://www.w3.org/2001/04/xmlenc#sha256",
  "http://www.w3.org/2001/04/xmlenc#sha512",
]);

/** What a KeyInfo may hold. It is never used; names that the library searches for must not hide in it. */
const KEY_INFO_CONTENT: ReadonlySet<string> = new Set([
  "X509Data",
  "X509Certificate",
  "X509SubjectName",
  "X509IssuerSerial",
  "X509IssuerName",
  "X509SerialNumber",
  "X509SKI",
  "KeyName",
  "KeyValue",
  "RSAKeyValue",
  "Modulus",
  "Exponent",
]);

/** An element that carries a well-shaped signature of itself. Whether it is valid is not known yet. */
export interface SignedCandidate {
  readonly element: Element;
  readonly signature: Element;
}

/**
 * Finds the signatures of a Response and of the Assertion directly in it.
 * @param response root element of the message
 * @throws AppError `signin.response_refused` when there is none, one is elsewhere, or one has another shape
 */
export function findSignatures(response: Element): {
  readonly response: SignedCandidate | undefined;
  readonly assertion: SignedCandidate | undefined;
} {
  if (!isNamed(response, SAMLP, "Response")) {
    throw refusal("not_a_response", `the message is a ${response.localName}`);
  }
  const assertions = childrenNamed(response, SAML, "Assertion");
  const assertion = assertions[0];
  if (!assertion) throw refusal("assertion_missing", "there is no assertion directly in the response");
  if (assertions.length > 1) throw refusal("multiple_assertions", "there is more than one assertion");

  const found = { response: signatureOf(response), assertion: signatureOf(assertion) };
  requireNoOther(response, [found.response, found.assertion]);
  return found;
}

/**
 * Finds the signature of a LogoutRequest or LogoutResponse.
 * @throws AppError `signin.response_refused`, also when the message is something else
 */
export function findLogoutSignature(message: Element): SignedCandidate {
  const isLogout = ["LogoutRequest", "LogoutResponse"].some((name) => isNamed(message, SAMLP, name));
  if (!isLogout) throw refusal("not_a_logout_message", `the message is a ${message.localName}`);
  const found = signatureOf(message);
  requireNoOther(message, [found]);
  // Not "none": that was refused; the type cannot know.
  if (!found) throw refusal("signature_missing", "the logout message is not signed");
  return found;
}

function requireNoOther(message: Element, expected: readonly (SignedCandidate | undefined)[]): void {
  const everywhere = descendants(message).filter((element) => element.localName === "Signature");
  if (everywhere.some((signature) => !expected.some((known) => known?.signature === signature))) {
    throw refusal("signature_misplaced", "there is a Signature that belongs to none of the signed elements");
  }
  if (everywhere.length === 0) throw refusal("signature_missing", "nothing of the message is signed");
}

function signatureOf(element: Element): SignedCandidate | undefined {
  const signatures = childrenNamed(element, DS, "Signature");
  const signature = signatures[0];
  if (!signature) return undefined;
  if (signatures.length > 1) {
    throw refusal("signature_duplicate", `the ${element.localName} has ${signatures.length} signatures`);
  }
  requireShape(signature, element);
  return { element, signature };
}

function requireShape(signature: Element, signed: Element): void {
  const parts = childElements(signature);
  const [signedInfo, signatureValue, keyInfo] = parts;
  const expected = ["SignedInfo", "SignatureValue", ...(parts.length === 3 ? ["KeyInfo"] : [])];
  requireSequence(signature, expected, "signature_malformed");
  if (!signedInfo || !signatureValue) throw refusal("signature_malformed", "the Signature is empty");
  requireBase64(signatureValue);
  if (keyInfo) requireHarmlessKeyInfo(keyInfo);

  const [canonicalization, method, reference] = requireSequence(
    signedInfo,
    ["CanonicalizationMethod", "SignatureMethod", "Reference"],
    "signature_malformed",
  );
  requireAlgorithm(canonicalization, new Set([EXCLUSIVE_C14N]), "transform_unsupported");
  requireSequence(canonicalization, [], "transform_unsupported");
  requireAlgorithm(method, SIGNATURE_METHODS, "signature_algorithm");
  requireSequence(method, [], "signature_malformed");
  requireReference(reference, signed);
}

function requireReference(reference: Element | undefined, signed: Element): void {
  const [transforms, digestMethod, digestValue] = requireSequence(
    reference,
    ["Transforms", "DigestMethod", "DigestValue"],
    "signature_malformed",
  );
  const [enveloped, exclusive] = requireSequence(
    transforms,
    ["Transform", "Transform"],
    "transform_unsupported",
  );
  requireAlgorithm(enveloped, new Set([ENVELOPED]), "transform_unsupported");
  requireSequence(enveloped, [], "transform_unsupported");
  requireAlgorithm(exclusive, new Set([EXCLUSIVE_C14N]), "transform_unsupported");
  requirePrefixList(exclusive);
  requireAlgorithm(digestMethod, DIGEST_METHODS, "digest_algorithm");
  requireSequence(digestMethod, [], "signature_malformed");
  requireBase64(digestValue);

  const id = attributeOf(signed, "ID");
  if (!id || !reference || attributeOf(reference, "URI") !== `#${id}`) {
    throw refusal("reference_mismatch", `the signature in the ${signed.localName} refers to something else`);
  }
}

/** Exactly these children, all of XML Signature, in this order, with no text between them. */
function requireSequence(
  parent: Element | undefined,
  names: readonly string[],
  reason: RefusalReason,
): readonly Element[] {
  const children = parent ? childElements(parent) : [];
  const fits =
    parent !== undefined &&
    children.length === names.length &&
    children.every((child, index) => isNamed(child, DS, names[index] ?? "")) &&
    !hasStrayText(parent);
  if (!fits) {
    const found = children.map((child) => child.nodeName).join(", ");
    throw refusal(reason, `${parent?.nodeName ?? "Signature"} holds [${found}], not [${names.join(", ")}]`);
  }
  return children;
}

function requireAlgorithm(
  element: Element | undefined,
  allowed: ReadonlySet<string>,
  reason: RefusalReason,
): void {
  const algorithm = element && attributeOf(element, "Algorithm");
  if (!algorithm || !allowed.has(algorithm)) {
    throw refusal(reason, `${element?.localName} is ${algorithm ?? "not named"}`);
  }
}

/** `InclusiveNamespaces` is what Okta and others put into the last transform; nothing else may be there. */
function requirePrefixList(transform: Element | undefined): void {
  const children = transform ? childElements(transform) : [];
  if (
    children.some((child) => !isNamed(child, EXCLUSIVE_C14N, "InclusiveNamespaces")) ||
    children.length > 1
  ) {
    throw refusal("transform_unsupported", "the canonicalization has parameters other than a prefix list");
  }
}

/**
 * xs:base64Binary, of which XML Signature makes its values. Node's decoder skips whatever it does not know, so that it
 * would accept values that other verifiers refuse.
 */
function requireBase64(element: Element | undefined): void {
  const compact = element && childElements(element).length === 0 && textOf(element).replace(/[ \t\r\n]/g, "");
  if (!compact || Buffer.from(compact, "base64").toString("base64") !== compact) {
    throw refusal("signature_malformed", `${element?.nodeName} is not plain base64`);
  }
}

function requireHarmlessKeyInfo(keyInfo: Element): void {
  const stranger = descendants(keyInfo).find(
    (element) => element.namespaceURI !== DS || !KEY_INFO_CONTENT.has(element.localName),
  );
  if (stranger) {
    throw refusal("key_info_unsupported", `KeyInfo holds ${stranger.nodeName}`);
  }
}

/** Iterative: the scan bounds depth, and a bound elsewhere is no reason to recurse here. */
function descendants(root: Element): Element[] {
  const found: Element[] = [];
  const open = childElements(root);
  for (let next = open.pop(); next; next = open.pop()) {
    found.push(next);
    for (const child of childElements(next)) open.push(child);
  }
  return found;
}
