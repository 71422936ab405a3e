import { Secret } from "../secret/secret";
import { type AssertionContent, buildAssertion, buildResponse, type ResponseIds } from "./build-assertion";
import { encryptAssertion } from "./encrypt-assertion";
import { type ElementSigner, signElement } from "./sign-element";

/** 160 random bits: SAML Core, section 1.3.4, asks for at least 128. */
const ID_BYTES = 20;

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
  signer: ElementSigner,
  options: SigningOptions,
): SignedResponse {
  const ids = idsOf(options.assertionId);
  const assertion = signElement(buildAssertion(content, ids.assertion), signer);
  const { encryptTo, randomBytes } = options;
  const carried = encryptTo === undefined ? assertion : encryptAssertion(assertion, encryptTo, randomBytes);
  const response = buildResponse(content, ids.response, carried);
  const xml = options.signResponse ? signElement(response, signer) : response.head + response.tail;
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
