import type { AttributeMapping } from "./identity";

/** Stands for the SAML subject's NameID in a mapping; no attribute can have this name in practice. */
export const NAME_ID = "NameID";

const CLAIMS_2005 = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";
const MICROSOFT_2008 = "http://schemas.microsoft.com/ws/2008/06/identity/claims";

/** Where AD FS and Entra ID put roles rather than groups. */
export const ROLE_ATTRIBUTES: ReadonlySet<string> = new Set(["roles", "Role", `${MICROSOFT_2008}/role`]);

/** Identity providers with names of their own. The admin pages offer them as a start. */
export type MappingPreset = "okta" | "entra" | "google" | "keycloak" | "adfs";

/**
 * What each provider sends over SAML when it is set up by its own instructions.
 * Sources: the providers' own documentation (Okta group attribute statements; Entra `how-to-connect-fed-group-claims`;
 * Google Workspace support 11143403; Keycloak `GroupMembershipMapper`; AD FS claim rules).
 */
export const SAML_PRESETS: Readonly<Record<MappingPreset, AttributeMapping>> = {
  okta: {
    username: [NAME_ID],
    email: ["email", "user.email", NAME_ID],
    displayName: ["displayName", "name"],
    groups: ["groups", "memberOf"],
  },
  entra: {
    username: [`${CLAIMS_2005}/name`, NAME_ID],
    email: [`${CLAIMS_2005}/emailaddress`],
    displayName: ["http://schemas.microsoft.com/identity/claims/displayname"],
    groups: [`${MICROSOFT_2008}/groups`, `${MICROSOFT_2008}/role`],
  },
  google: {
    username: [NAME_ID],
    email: ["email", NAME_ID],
    displayName: ["displayName", "name"],
    groups: ["groups", "Groups"],
  },
  keycloak: {
    username: ["username", NAME_ID],
    email: ["email", "urn:oid:1.2.840.113549.1.9.1"],
    displayName: ["displayName", "name"],
    groups: ["member", "groups", "Role"],
  },
  adfs: {
    username: [`${CLAIMS_2005}/upn`, NAME_ID],
    email: [`${CLAIMS_2005}/emailaddress`],
    displayName: ["http://schemas.microsoft.com/identity/claims/displayname", `${CLAIMS_2005}/name`],
    groups: ["http://schemas.xmlsoap.org/claims/Group", `${MICROSOFT_2008}/role`],
  },
};

/**
 * Covers all presets without choosing one. NameID comes before attributes a directory may let people edit;
 * an opaque NameID (persistent) is passed over and is the last resort.
 */
const SAML_DEFAULT: AttributeMapping = {
  username: [
    NAME_ID,
    `${CLAIMS_2005}/upn`,
    `${CLAIMS_2005}/name`,
    "username",
    "uid",
    "urn:oid:0.9.2342.19200300.100.1.1",
    "email",
    "mail",
    `${CLAIMS_2005}/emailaddress`,
  ],
  email: [
    "email",
    "mail",
    "user.email",
    "emailAddress",
    `${CLAIMS_2005}/emailaddress`,
    "urn:oid:0.9.2342.19200300.100.1.3",
    "urn:oid:1.2.840.113549.1.9.1",
    NAME_ID,
  ],
  displayName: [
    "displayName",
    "http://schemas.microsoft.com/identity/claims/displayname",
    "urn:oid:2.16.840.1.113730.3.1.241",
    "name",
    "cn",
    "urn:oid:2.5.4.3",
  ],
  groups: [
    "groups",
    "Groups",
    "memberOf",
    "member",
    `${MICROSOFT_2008}/groups`,
    "http://schemas.xmlsoap.org/claims/Group",
    "roles",
    `${MICROSOFT_2008}/role`,
  ],
};

/** OpenID Connect Core 5.1 names, and Entra's `upn` and `roles`. `sub` is the last resort. */
const OIDC_DEFAULT: AttributeMapping = {
  username: ["preferred_username", "upn", "email", "sub"],
  email: ["email"],
  displayName: ["name", "displayName"],
  groups: ["groups", "Groups", "memberOf", "roles"],
};

export function defaultMapping(kind: "saml" | "oidc"): AttributeMapping {
  return kind === "saml" ? SAML_DEFAULT : OIDC_DEFAULT;
}

/** What an administrator gave, filled up with what holds where nothing was given. */
export function completeMapping(
  given: { readonly [K in keyof AttributeMapping]?: readonly string[] | undefined },
  otherwise: AttributeMapping,
): AttributeMapping {
  return {
    username: given.username ?? otherwise.username,
    email: given.email ?? otherwise.email,
    displayName: given.displayName ?? otherwise.displayName,
    groups: given.groups ?? otherwise.groups,
  };
}
