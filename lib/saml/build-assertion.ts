/**
 * Rolebridge as a SAML identity provider: the Response it hands to a service provider.
 *
 * This file writes XML directly in exclusive canonical form (Exclusive XML Canonicalization 1.0,
 * without comments) instead of building a tree and canonicalising it: the string is what gets
 * digested, so signing costs one digest and one RSA operation. Canonical form here means:
 * every prefix is declared on the outermost element of the signed part that uses it, attributes stand
 * in the order of their names after the declarations, no self-closing tags, no whitespace between
 * elements, and text escaped by `canonical-xml.ts`. The tests hold an independent canonicaliser
 * against every byte.
 */
import { AppError } from "../errors/app-error";
import { canonicalAttribute, canonicalText } from "./canonical-xml";

const SAML_ASSERTION_NS = "urn:oasis:names:tc:SAML:2.0:assertion";
export const SAML_PROTOCOL_NS = "urn:oasis:names:tc:SAML:2.0:protocol";
export const NAME_ID_PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

const STATUS_SUCCESS =
  '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status>';
const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
/** How the person proved who they are is the upstream IdP's business; AWS does not look at it. */
const AUTHN_CONTEXT =
  "<saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified" +
  "</saml:AuthnContextClassRef></saml:AuthnContext>";
const NAME_FORMAT = ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">';

/** SAML Core, section 8.3.7: a persistent identifier has at most 256 characters. */
const MAX_NAME_ID = 256;
/** Seconds. AWS redeems within five minutes of issuance, whatever the assertion says. */
const MAX_LIFETIME = 300;

export interface AssertionAttribute {
  readonly name: string;
  readonly values: readonly string[];
}

/** What shall be asserted. */
export interface AssertionContent {
  /** Our entityID. */
  readonly issuer: string;
  /** Address of the service provider's assertion consumer: Destination and Recipient. */
  readonly recipient: string;
  /** entityID of the service provider. */
  readonly audience: string;
  /** Persistent NameID. */
  readonly nameId: string;
  readonly attributes: readonly AssertionAttribute[];
  readonly issueInstant: Date;
  /** Seconds before issueInstant from which it is valid, for a verifier whose clock is behind. */
  readonly backdatedSeconds: number;
  /** Seconds after issueInstant until which it is valid; 1 to 300. */
  readonly lifetimeSeconds: number;
}

/** Ids for one Response; unguessable, and xs:ID (they begin with an underscore). */
export interface ResponseIds {
  readonly response: string;
  readonly assertion: string;
}

/** A canonical element with the place where its enveloped signature belongs: after the Issuer. */
export interface UnsignedElement {
  readonly id: string;
  /** Up to and including `</saml:Issuer>`. */
  readonly head: string;
  readonly tail: string;
}

/**
 * The Assertion.
 *
 * There is no SessionNotOnOrAfter: AWS takes the lesser of it, SessionDuration and DurationSeconds, and
 * an instant by our clock would shave off transit time and skew, so that a session of the least
 * duration would be refused. The attributes carry the duration.
 *
 * @throws AppError `issuance.assertion_invalid`
 */
export function buildAssertion(content: AssertionContent, id: string): UnsignedElement {
  requireSane(content);
  const issued = content.issueInstant.getTime();
  const issueInstant = instant(issued);
  const notBefore = instant(issued - content.backdatedSeconds * 1000);
  const notOnOrAfter = instant(issued + content.lifetimeSeconds * 1000);
  const recipient = canonicalAttribute(content.recipient, "The recipient");
  return {
    id,
    head:
      `<saml:Assertion xmlns:saml="${SAML_ASSERTION_NS}" ID="${id}" IssueInstant="${issueInstant}" Version="2.0">` +
      `<saml:Issuer>${canonicalText(content.issuer, "The entityID")}</saml:Issuer>`,
    tail:
      `<saml:Subject><saml:NameID Format="${NAME_ID_PERSISTENT}">${canonicalText(content.nameId, "The NameID")}</saml:NameID>` +
      `<saml:SubjectConfirmation Method="${BEARER}">` +
      `<saml:SubjectConfirmationData NotOnOrAfter="${notOnOrAfter}" Recipient="${recipient}"></saml:SubjectConfirmationData>` +
      `</saml:SubjectConfirmation></saml:Subject>` +
      `<saml:Conditions NotBefore="${notBefore}" NotOnOrAfter="${notOnOrAfter}">` +
      `<saml:AudienceRestriction><saml:Audience>${canonicalText(content.audience, "The audience")}</saml:Audience></saml:AudienceRestriction>` +
      `</saml:Conditions>` +
      `<saml:AuthnStatement AuthnInstant="${issueInstant}" SessionIndex="${id}">` +
      `${AUTHN_CONTEXT}</saml:AuthnStatement><saml:AttributeStatement>${content.attributes.map(attributeXml).join("")}</saml:AttributeStatement>` +
      `</saml:Assertion>`,
  };
}

/**
 * The Response around a finished Assertion. The namespace of `saml:Issuer` is declared on it and again
 * on the Assertion, not on the Response: exclusive canonical form declares where a prefix is used.
 *
 * @throws AppError `issuance.assertion_invalid`
 */
export function buildResponse(content: AssertionContent, id: string, assertionXml: string): UnsignedElement {
  const destination = canonicalAttribute(content.recipient, "The recipient");
  const issueInstant = instant(content.issueInstant.getTime());
  return {
    id,
    head:
      `<samlp:Response xmlns:samlp="${SAML_PROTOCOL_NS}" Destination="${destination}" ID="${id}" IssueInstant="${issueInstant}" Version="2.0">` +
      `<saml:Issuer xmlns:saml="${SAML_ASSERTION_NS}">${canonicalText(content.issuer, "The entityID")}</saml:Issuer>`,
    tail: `${STATUS_SUCCESS}${assertionXml}</samlp:Response>`,
  };
}

function attributeXml({ name, values }: AssertionAttribute): string {
  const label = `The attribute ${name}`;
  const written = values
    .map((value) => `<saml:AttributeValue>${canonicalText(value, label)}</saml:AttributeValue>`)
    .join("");
  return `<saml:Attribute Name="${canonicalAttribute(name, label)}"${NAME_FORMAT}${written}</saml:Attribute>`;
}

function requireSane(content: AssertionContent): void {
  const { nameId, attributes, lifetimeSeconds, backdatedSeconds } = content;
  if (nameId.trim() === "" || (nameId.length > MAX_NAME_ID && [...nameId].length > MAX_NAME_ID)) {
    throw invalid("name_id_length", `The NameID must have 1 to ${MAX_NAME_ID} characters.`);
  }
  if (!(lifetimeSeconds >= 1 && lifetimeSeconds <= MAX_LIFETIME && backdatedSeconds >= 0)) {
    throw invalid("lifetime", `An assertion lives 1 to ${MAX_LIFETIME} seconds.`);
  }
  if (new Set(attributes.map(({ name }) => name)).size !== attributes.length) {
    throw invalid("attribute_twice", "An attribute appears twice.");
  }
  const empty = attributes.find(({ values }) => values.length === 0);
  if (empty !== undefined) throw invalid("attribute_empty", `The attribute ${empty.name} has no value.`);
}

function invalid(reason: string, detail: string): AppError {
  return new AppError("issuance.assertion_invalid", { reason, detail });
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
