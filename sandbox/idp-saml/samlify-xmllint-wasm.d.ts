/** The package ships no types. */
declare module "@authenio/samlify-xmllint-wasm" {
  /** Resolves for XML that follows the SAML 2.0 protocol schema, rejects for any other. */
  export function validate(xml: string): Promise<true>;
}
