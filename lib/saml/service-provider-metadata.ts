import { canonicalAttribute } from "./canonical-xml";
import { DS, HTTP_POST, HTTP_REDIRECT, MD, SAMLP } from "./namespaces";
import type { ServiceProvider } from "./service-provider";

export interface ServiceProviderDescription extends ServiceProvider {
  /** SingleLogoutService, for both bindings. */
  readonly logoutUrl: string;
  /** Base64 DER of the keys that sign logout messages: the one in use first, then the next or the previous one. */
  readonly certificates: readonly string[];
}

/**
 * What the IdP's administrator needs of us, as SAML metadata (saml-metadata 2.4.4). The keys sign logout messages; we
 * sign no AuthnRequest, and encrypted assertions are refused. `WantAssertionsSigned` is a wish; a signed Response is
 * accepted as well.
 */
export function serviceProviderMetadata(sp: ServiceProviderDescription): string {
  const logout = canonicalAttribute(sp.logoutUrl, "The logout address");
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="${MD}" entityID="${canonicalAttribute(sp.entityId, "Our entityID")}">`,
    `  <md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="${SAMLP}">`,
    ...sp.certificates.map(
      (certificate) =>
        `    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${DS}"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
    ),
    ...[HTTP_REDIRECT, HTTP_POST].map(
      (binding) => `    <md:SingleLogoutService Binding="${binding}" Location="${logout}"/>`,
    ),
    `    <md:AssertionConsumerService Binding="${HTTP_POST}" Location="${canonicalAttribute(sp.acsUrl, "The ACS address")}" index="0" isDefault="true"/>`,
    "  </md:SPSSODescriptor>",
    "</md:EntityDescriptor>",
    "",
  ].join("\n");
}
