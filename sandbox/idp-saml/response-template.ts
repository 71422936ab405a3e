/**
 * The response as samlify wants to be told it: XML with placeholders, which it fills, escapes and signs. Its
 * own template has neither an AuthnStatement nor attributes with several values.
 */
import type { Persona } from "../personas";

export interface AttributeRule {
  /** Name of its placeholders; that of the attribute when absent. */
  readonly key?: string;
  readonly name: string;
  readonly valuesOf: (persona: Persona) => readonly string[];
}

/** What this IdP says of a person, in this order. */
export const PERSON_ATTRIBUTES: readonly AttributeRule[] = [
  { name: "username", valuesOf: (persona) => [persona.email] },
  { name: "email", valuesOf: (persona) => [persona.email] },
  { name: "displayName", valuesOf: (persona) => [persona.displayName] },
  { name: "groups", valuesOf: (persona) => persona.groups },
  { name: "department", valuesOf: (persona) => [persona.department] },
];

const BASIC = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";

/** The values of the placeholders of attributes. */
export function attributeValues(rules: readonly AttributeRule[], persona: Persona): Record<string, string> {
  return Object.fromEntries(
    rules.flatMap(({ key, name, valuesOf }) =>
      valuesOf(persona).map((value, index) => [`${key ?? name}_${index}`, value]),
    ),
  );
}

function attributeStatement(rules: readonly AttributeRule[], persona: Persona): string {
  const attributes = rules.map(({ key, name, valuesOf }) => {
    const values = valuesOf(persona).map(
      (_, index) =>
        `<saml:AttributeValue xsi:type="xs:string">{${key ?? name}_${index}}</saml:AttributeValue>`,
    );
    return `<saml:Attribute Name="${name}" NameFormat="${BASIC}">${values.join("")}</saml:Attribute>`;
  });
  return `<saml:AttributeStatement>${attributes.join("")}</saml:AttributeStatement>`;
}

/** A response with one assertion for this person; the values of the other placeholders stand in `responder.ts`. */
export function responseTemplate(rules: readonly AttributeRule[], persona: Persona): string {
  return [
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{ID}" Version="2.0" IssueInstant="{IssueInstant}" Destination="{Destination}" InResponseTo="{InResponseTo}">`,
    "<saml:Issuer>{Issuer}</saml:Issuer>",
    `<samlp:Status><samlp:StatusCode Value="{StatusCode}"/></samlp:Status>`,
    `<saml:Assertion xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema" ID="{AssertionID}" Version="2.0" IssueInstant="{IssueInstant}">`,
    "<saml:Issuer>{Issuer}</saml:Issuer>",
    `<saml:Subject><saml:NameID Format="{NameIDFormat}">{NameID}</saml:NameID>`,
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{NotOnOrAfter}" Recipient="{SubjectRecipient}" InResponseTo="{InResponseTo}"/></saml:SubjectConfirmation></saml:Subject>`,
    `<saml:Conditions NotBefore="{ConditionsNotBefore}" NotOnOrAfter="{NotOnOrAfter}"><saml:AudienceRestriction><saml:Audience>{Audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="{AuthnInstant}" SessionIndex="{SessionIndex}" SessionNotOnOrAfter="{SessionNotOnOrAfter}"><saml:AuthnContext><saml:AuthnContextClassRef>{AuthnContext}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`,
    attributeStatement(rules, persona),
    "</saml:Assertion></samlp:Response>",
  ].join("");
}
