import "reflect-metadata";
import { type KeyObject, KeyObject as NodeKey, webcrypto } from "node:crypto";
import { X509CertificateGenerator } from "@peculiar/x509";

/** A signing key with its certificate, and the metadata that announces it. */
export interface TestIdentityProvider {
  readonly entityId: string;
  readonly privateKey: KeyObject;
  readonly certificatePem: string;
  readonly metadataXml: string;
}

type KeyKind = "rsa" | "rsa-tiny" | "ec";

const KEY_ALGORITHMS = {
  rsa: rsa(2048),
  "rsa-tiny": rsa(512),
  ec: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
} as const;

function rsa(modulusLength: number) {
  const publicExponent = new Uint8Array([1, 0, 1]);
  return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", publicExponent, modulusLength } as const;
}

/** Makes an identity provider as a company would bring it to AWS. Its certificate has expired: AWS must not care. */
export async function createIdentityProvider(
  entityId: string,
  kind: KeyKind = "rsa",
): Promise<TestIdentityProvider> {
  const algorithm = KEY_ALGORITHMS[kind];
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: "CN=test identity provider",
      notBefore: new Date("2020-01-01T00:00:00Z"),
      notAfter: new Date("2021-01-01T00:00:00Z"),
      signingAlgorithm: algorithm,
      keys,
    },
    webcrypto as Crypto,
  );
  return {
    entityId,
    privateKey: NodeKey.from(keys.privateKey),
    certificatePem: certificate.toString("pem"),
    metadataXml: metadata(entityId, [certificate.toString("base64")]),
  };
}

/** Metadata with these certificates (base64 DER), padded to the thousand characters that IAM asks for. */
export function metadata(entityId: string, certificates: readonly string[], ssoLocation = true): string {
  const keys = certificates
    .map(
      (certificate) => `
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
    </md:KeyDescriptor>`,
    )
    .join("");
  const sso = ssoLocation
    ? `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example/sso"/>`
    : "";
  return `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"
  xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${entityId}">
  <!-- ${"padding ".repeat(80)} -->
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keys}
    ${sso}
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;
}
