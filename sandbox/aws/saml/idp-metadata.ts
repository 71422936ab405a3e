// @peculiar/x509 refuses to load without it.
import "reflect-metadata";
import { X509Certificate } from "node:crypto";
import { extensionOids } from "./certificate-extensions";
import { attribute, children, DSIG, isElement, METADATA, onlyChild, parseXml, XmlError } from "./xml";

/** What IAM keeps of an identity provider's metadata. */
export interface IdpMetadata {
  readonly entityId: string;
  /** PEM, in document order; any of them may have signed. Their validity dates do not count. */
  readonly signingCertificates: readonly string[];
}

/** Metadata that IAM will not take. */
export class MetadataError extends Error {}

const MIN_RSA_BITS = 1024;

/**
 * Reads metadata as IAM does: the certificates' expiry, `validUntil` and `cacheDuration` are ignored.
 * @throws MetadataError when there is no entityID, no usable signing certificate, or (if asked) no sign-on location.
 */
export function parseIdpMetadata(xml: string, needsSsoLocation: boolean): IdpMetadata {
  if (xml.startsWith("\uFEFF")) throw new MetadataError("byte order mark");
  const root = parseRoot(xml);
  const entityId = attribute(root, "entityID");
  if (!isElement(root, METADATA, "EntityDescriptor") || !entityId) {
    throw new MetadataError("not an EntityDescriptor with an entityID");
  }
  const descriptor = children(root, METADATA, "IDPSSODescriptor")[0];
  const locations = children(descriptor, METADATA, "SingleSignOnService").map((service) =>
    attribute(service, "Location"),
  );
  if (needsSsoLocation && !locations.some(Boolean))
    throw new MetadataError("no SingleSignOnService location");
  const signingCertificates = children(descriptor, METADATA, "KeyDescriptor")
    .filter((key) => (attribute(key, "use") ?? "signing") === "signing")
    .flatMap(certificatesOf);
  if (signingCertificates.length === 0) throw new MetadataError("no signing certificate");
  return { entityId, signingCertificates };
}

function parseRoot(xml: string): Element {
  try {
    return parseXml(xml);
  } catch (error) {
    if (error instanceof XmlError) throw new MetadataError(error.message);
    throw error;
  }
}

function certificatesOf(keyDescriptor: Element): string[] {
  return children(onlyChild(keyDescriptor, DSIG, "KeyInfo"), DSIG, "X509Data")
    .flatMap((data) => children(data, DSIG, "X509Certificate"))
    .map((certificate) => checkedPem(certificate.textContent ?? ""));
}

function checkedPem(base64: string): string {
  const der = Buffer.from(base64.replace(/\s/g, ""), "base64");
  try {
    const certificate = new X509Certificate(der);
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    if (asymmetricKeyType !== "rsa" || (asymmetricKeyDetails?.modulusLength ?? 0) < MIN_RSA_BITS) {
      throw new MetadataError("the key is not RSA of 1024 bits or more");
    }
    const extensions = extensionOids(certificate.raw);
    if (new Set(extensions).size < extensions.length) throw new MetadataError("a repeated extension");
    return certificate.toString();
  } catch (error) {
    if (error instanceof MetadataError) throw error;
    throw new MetadataError(`not an X.509 certificate: ${String(error)}`);
  }
}
