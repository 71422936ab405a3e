export type SamlBinding =
  | "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
  | "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

/** What we need of an upstream IdP's metadata; stored with the connection as JSON. */
export interface SamlIdpSettings {
  readonly entityId: string;
  readonly singleSignOnService: { readonly binding: SamlBinding; readonly location: string };
  /** Where it takes LogoutRequests, and answers to its own; absent when it offers none that a browser can carry. */
  readonly singleLogoutService?: {
    readonly binding: SamlBinding;
    readonly location: string;
    /** For answers, where they go elsewhere than requests (saml-metadata 2.2.2). */
    readonly responseLocation?: string;
  };
  /** Signing certificates, base64 DER as in `ds:X509Certificate`. At least one. */
  readonly signingCertificates: readonly string[];
  /** `WantAuthnRequestsSigned` of the metadata; we do not sign and say so to the admin. */
  readonly wantAuthnRequestsSigned: boolean;
}
