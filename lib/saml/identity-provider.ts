import { NAME_ID_PERSISTENT, SAML_PROTOCOL_NS } from "./build-assertion";
import { canonicalAttribute } from "./canonical-xml";

const METADATA_NS = "urn:oasis:names:tc:SAML:2.0:metadata";
const DS_NS = "http://www.w3.org/2000/09/xmldsig#";
const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

/** IAM refuses metadata documents under 1,000 characters (CreateSAMLProvider). */
export const IAM_METADATA_MIN = 1000;

export interface IdentityProviderDescription {
  readonly entityId: string;
  /** IAM wants a sign-on address although AWS never sends anybody there. */
  readonly singleSignOnUrl: string;
  /** Base64 DER; the current key first, then the next, so that AWS knows it before it is used. */
  readonly certificates: readonly string[];
}

/**
 * Metadata of Rolebridge as an identity provider, for IAM's CreateSAMLProvider. UTF-8 without a byte
 * order mark. Not signed and without validUntil: IAM looks at neither, and a document that an
 * administrator keeps must not run out.
 *
 * @throws AppError `issuance.assertion_invalid` when entityID or address cannot stand in XML
 */
export function identityProviderMetadata(description: IdentityProviderDescription): string {
  const entityId = canonicalAttribute(description.entityId, "The entityID");
  const location = canonicalAttribute(description.singleSignOnUrl, "The sign-on address");
  const lines = [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<md:EntityDescriptor xmlns:md="${METADATA_NS}" entityID="${entityId}">`,
    `  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="${SAML_PROTOCOL_NS}">`,
    ...description.certificates.map(keyDescriptor),
    `    <md:NameIDFormat>${NAME_ID_PERSISTENT}</md:NameIDFormat>`,
    `    <md:SingleSignOnService Binding="${REDIRECT}" Location="${location}"/>`,
    `  </md:IDPSSODescriptor>`,
    `</md:EntityDescriptor>`,
    ``,
  ];
  return lines.join("\n");
}

function keyDescriptor(certificate: string): string {
  return (
    `    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${DS_NS}"><ds:X509Data>` +
    `<ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`
  );
}
