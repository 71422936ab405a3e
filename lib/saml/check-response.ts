import { DS, ENTITY_FORMAT, SAML, SAMLP, STATUS_SUCCESS } from "./namespaces";
import type { ProfileExpectations } from "./profile-expectations";
import { leafText, oneChild, onlyChildren, optionalChild, requiredAttribute, saml } from "./read-element";
import { refusal } from "./refusal";
import { hasCome, isBefore, readSamlTime } from "./saml-time";
import { attributeOf, childrenNamed, isNamed } from "./xml-dom";

/** The rules that hold for the Response element, and those it shares with the Assertion. */

/**
 * How old a Response or Assertion may be. A browser posts it at once; the person's own pause comes before it is
 * issued. Without this, a provider's generous NotOnOrAfter would decide how long a stolen one is worth something.
 */
export const MAX_AGE_SECONDS = 10 * 60;

/** saml-core 1.3.4 asks for an xs:ID; this is the part of NCName that providers use. */
const ID = /^[A-Za-z_][A-Za-z0-9_.-]{0,255}$/;

export function checkIsResponse(response: Element): void {
  if (!isNamed(response, SAMLP, "Response")) {
    throw refusal("not_a_response", `the message is a ${response.localName}`);
  }
  onlyChildren(response, [saml("Issuer"), [DS, "Signature"], [SAMLP, "Status"], saml("Assertion")]);
}

export function checkVersion(element: Element): void {
  const version = requiredAttribute(element, "Version");
  if (version !== "2.0") {
    throw refusal("version_unsupported", `${element.localName} has Version ${version}`);
  }
}

export function checkId(element: Element): string {
  const id = requiredAttribute(element, "ID");
  if (!ID.test(id)) throw refusal("id_invalid", `the ID of ${element.localName} is not a name`);
  return id;
}

export function checkIssueInstant(element: Element, expected: ProfileExpectations): Date {
  const what = `IssueInstant of ${element.localName}`;
  const issued = readSamlTime(requiredAttribute(element, "IssueInstant"), what);
  if (!hasCome(issued, expected)) throw refusal("issued_in_future", `${what} is in the future`);
  const limit = new Date(issued.getTime() + MAX_AGE_SECONDS * 1000);
  if (!isBefore(limit, expected)) {
    throw refusal("issued_too_long_ago", `${what} is more than ${MAX_AGE_SECONDS} seconds ago`);
  }
  return issued;
}

/** Exactly the connection's provider: an answer of another one we trust is a mix-up (case S46). */
export function checkIssuer(element: Element, expected: ProfileExpectations): string {
  const issuer = oneChild(element, saml("Issuer"));
  const format = attributeOf(issuer, "Format");
  if (format !== undefined && format !== ENTITY_FORMAT) {
    throw refusal("issuer_format", `the Issuer of ${element.localName} has the Format ${format}`);
  }
  const value = leafText(issuer);
  if (value !== expected.idpEntityId) {
    throw refusal("issuer_mismatch", `the Issuer of ${element.localName} is "${value.slice(0, 256)}"`);
  }
  return value;
}

/** saml-profiles 4.1.4.2: only an unsigned Response may leave its Issuer out. */
export function checkIssuerIfPresent(envelope: Element, expected: ProfileExpectations): void {
  if (optionalChild(envelope, saml("Issuer"))) checkIssuer(envelope, expected);
}

/** Top-level StatusCode exactly Success, and nothing below it that says otherwise. */
export function checkStatus(response: Element): void {
  const status = oneChild(response, [SAMLP, "Status"]);
  const code = oneChild(status, [SAMLP, "StatusCode"]);
  const value = requiredAttribute(code, "Value");
  if (value !== STATUS_SUCCESS || childrenNamed(code, SAMLP, "StatusCode").length > 0) {
    throw refusal("status_not_success", `the identity provider answered ${value.slice(0, 256)}`);
  }
}

/** saml-bindings 3.5.5.2. node-saml never looks at it (#437). */
export function checkDestination(response: Element, expected: ProfileExpectations): void {
  const destination = attributeOf(response, "Destination");
  if (!expected.addressee.isDestination(destination)) {
    throw refusal("destination_mismatch", `Destination is ${destination?.slice(0, 256) ?? "missing"}`);
  }
}

export function theAssertion(response: Element): Element {
  return oneChild(response, [SAML, "Assertion"]);
}
