import { canonicalAttribute } from "./canonical-xml";
import { HTTP_POST, MD, SAMLP } from "./namespaces";
import type { ServiceProvider } from "./service-provider";

/**
 * What the IdP's administrator needs of us, as SAML metadata (saml-metadata 2.4.4). No key: we sign no request,
 * and encrypted assertions are refused. `WantAssertionsSigned` is a wish; a signed Response is accepted as well.
 */
export function serviceProviderMetadata(sp: ServiceProvider): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="${MD}" entityID="${canonicalAttribute(sp.entityId, "Our entityID")}">`,
    `  <md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="${SAMLP}">`,
    `    <md:AssertionConsumerService Binding="${HTTP_POST}" Location="${canonicalAttribute(sp.acsUrl, "The ACS address")}" index="0" isDefault="true"/>`,
    "  </md:SPSSODescriptor>",
    "</md:EntityDescriptor>",
    "",
  ].join("\n");
}
