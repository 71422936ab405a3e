/** How the company's identity providers are called in Rolebridge: part of addresses and of `sandbox.json`. */
export const SAML_CONNECTION = "meridian-saml";
export const OIDC_CONNECTION = "meridian-oidc";
