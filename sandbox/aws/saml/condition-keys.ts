import type { RequestContext } from "../policy/request-context";
import type { VerifiedAssertion } from "./verify-assertion";

/** Attributes of an assertion that trust policies can ask about, by the names identity providers send them under. */
const ATTRIBUTE_KEYS: Readonly<Record<string, string>> = {
  "urn:oid:1.3.6.1.4.1.5923.1.2.1.2": "eduOrgHomePageURI",
  "urn:oid:1.3.6.1.4.1.5923.1.2.1.3": "eduOrgIdentityAuthNPolicyURI",
  "urn:oid:1.3.6.1.4.1.5923.1.2.1.4": "eduOrgLegalName",
  "urn:oid:1.3.6.1.4.1.5923.1.2.1.5": "eduOrgSuperiorURI",
  "urn:oid:1.3.6.1.4.1.5923.1.2.1.6": "eduOrgWhitePagesURI",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.1": "eduPersonAffiliation",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.2": "eduPersonNickname",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.3": "eduPersonOrgDN",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.4": "eduPersonOrgUnitDN",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.5": "eduPersonPrimaryAffiliation",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.6": "eduPersonPrincipalName",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.7": "eduPersonEntitlement",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.8": "eduPersonPrimaryOrgUnitDN",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.9": "eduPersonScopedAffiliation",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.10": "eduPersonTargetedID",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.11": "eduPersonAssurance",
  "urn:oid:2.5.4.3": "cn",
  "urn:oid:2.5.4.4": "surname",
  "urn:oid:2.5.4.41": "name",
  "urn:oid:2.5.4.42": "givenName",
  "urn:oid:2.5.4.45": "x500UniqueIdentifier",
  "urn:oid:0.9.2342.19200300.100.1.1": "uid",
  "urn:oid:0.9.2342.19200300.100.1.3": "mail",
  "urn:oid:0.9.2342.19200300.100.1.45": "organizationStatus",
  "http://schemas.xmlsoap.org/claims/CommonName": "commonName",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress": "mail",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname": "givenName",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name": "name",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname": "surname",
  "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid": "primaryGroupSID",
};

/** Sets the `SAML:` keys of a request. `doc` is the account and the provider's name. */
export function setSamlKeys(
  context: RequestContext,
  assertion: VerifiedAssertion,
  provider: { readonly accountId: string; readonly name: string },
): void {
  context
    .set("SAML:aud", assertion.recipient)
    .set("SAML:iss", assertion.issuer)
    .set("SAML:sub", assertion.subject)
    .set("SAML:sub_type", assertion.subjectType)
    .set("SAML:namequalifier", assertion.nameQualifier)
    .set("SAML:doc", `${provider.accountId}/${provider.name}`);
  for (const { name, values } of assertion.attributes) {
    const key = ATTRIBUTE_KEYS[name];
    if (key !== undefined) context.set(`SAML:${key}`, values);
  }
}
