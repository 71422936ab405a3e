/**
 * Who somebody is: from what a verified login says, by the connection's attribute mapping, to an Identity.
 * Owns how protocols differ; everything after this room sees an Identity and cannot tell SAML from OpenID
 * Connect. Knows nothing of grants, accounts, the database or HTTP. Nothing is trimmed, folded or repaired:
 * what is not clean is refused.
 */
import { AppError } from "../errors/app-error";
import type { VerifiedOidcLogin } from "../oidc/verified-login";
import type { VerifiedSamlLogin } from "../saml/verified-login";
import { NAME_ID } from "./attribute-mapping";
import { readGroups } from "./groups";
import type { AttributeMapping, Identity } from "./identity";
import { type LoginAttributes, oidcAttributes, samlAttributes } from "./login-attributes";
import { faultInName } from "./text-rules";

type VerifiedLogin = VerifiedSamlLogin | VerifiedOidcLogin;

const NAME_ID_FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:";
const PERSISTENT = `${NAME_ID_FORMAT}persistent`;
const TRANSIENT = `${NAME_ID_FORMAT}transient`;
const MAX_SUBJECT = 1_024;

function incomplete(reason: string): AppError {
  return new AppError("signin.identity_incomplete", { reason });
}

/**
 * The stable key of a person within the connection: never an e-mail address, which can be changed and given
 * to somebody else. SAML NameIDs are compared with their format, since the same text in two formats may be
 * two people. The format stands first and holds no space, so the pair cannot be read in two ways.
 */
function subjectOf(login: VerifiedLogin): string {
  if (login.protocol === "oidc") return checked(login.subject, "subject");
  const { format, value } = login.nameId;
  // A new one at every sign-in: it would make a new person each time.
  if (format === TRANSIENT) throw incomplete("nameid_transient");
  if (/\s/.test(format)) throw incomplete("nameid_format_invalid");
  return `${format} ${checked(value, "subject")}`;
}

function checked(text: string, what: string): string {
  const fault = faultInName(text, MAX_SUBJECT);
  if (fault) throw incomplete(`${what}_${fault}`);
  return text;
}

/** The one value under a name; several values would leave it to chance who somebody is. */
function single(
  login: VerifiedLogin,
  attributes: LoginAttributes,
  name: string,
  what: string,
): string | undefined {
  if (login.protocol === "saml" && name === NAME_ID) return login.nameId.value;
  const values = (attributes.values(name) ?? []).filter((value) => value !== "");
  if (values.length > 1) throw incomplete(`${what}_several`);
  return values[0];
}

/**
 * `email` is somebody's own claim about themselves unless the provider verified it: a person who may edit
 * their profile could otherwise take the username, and with it the grants, of another (O20).
 */
function mayBeUsername(login: VerifiedLogin, name: string): boolean {
  if (login.protocol === "oidc") return name !== "email" || login.claims.email_verified === true;
  return name !== NAME_ID || login.nameId.format !== PERSISTENT;
}

function usernameOf(login: VerifiedLogin, attributes: LoginAttributes, names: readonly string[]): string {
  let passedOver: string | undefined;
  for (const name of names) {
    const value = single(login, attributes, name, "username");
    if (value === undefined) continue;
    if (mayBeUsername(login, name)) return checked(value, "username");
    passedOver = name;
  }
  // An opaque NameID identifies, though it does not read well; an unverified address does not.
  if (passedOver === NAME_ID && login.protocol === "saml") return checked(login.nameId.value, "username");
  throw incomplete(passedOver === "email" ? "username_email_unverified" : "username_missing");
}

function emailOf(
  login: VerifiedLogin,
  attributes: LoginAttributes,
  names: readonly string[],
): string | undefined {
  for (const name of names) {
    const value = single(login, attributes, name, "email");
    if (value === undefined) continue;
    // NameID serves for every kind of name: only one that looks like an address is one.
    const isAddress = /^[^@\s]+@[^@\s]+$/.test(value);
    const isDenied = login.protocol === "oidc" && name === "email" && isUnverified(login);
    if (isAddress && !isDenied) return checked(value, "email");
  }
  return undefined;
}

function isUnverified(login: VerifiedOidcLogin): boolean {
  const { email_verified: verified } = login.claims;
  return verified !== undefined && verified !== true;
}

function displayNameOf(attributes: LoginAttributes, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = attributes.values(name)?.[0];
    if (value) return checked(value, "display_name");
  }
  return undefined;
}

/**
 * @param connection slug of the connection whose identity provider said this
 * @throws AppError `signin.identity_incomplete`; `reason` names what is missing or not clean
 */
export function identify(login: VerifiedLogin, connection: string, mapping: AttributeMapping): Identity {
  const attributes = login.protocol === "saml" ? samlAttributes(login) : oidcAttributes(login);
  const username = usernameOf(login, attributes, mapping.username);
  const email = emailOf(login, attributes, mapping.email);
  return {
    connection,
    subject: subjectOf(login),
    username,
    ...(email === undefined ? {} : { email }),
    displayName: displayNameOf(attributes, mapping.displayName) ?? username,
    ...readGroups(login, attributes, mapping.groups),
    attributes: attributes.list,
  };
}
