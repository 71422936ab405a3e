import { checkLifetime } from "./check-subject";
import type { ProfileExpectations } from "./profile-expectations";
import { leafText, oneChild, onlyChildren, requiredAttribute, saml } from "./read-element";
import { refusal } from "./refusal";
import { hasCome, isBefore, readSamlTime } from "./saml-time";
import { attributeOf, childElements } from "./xml-dom";

/**
 * saml-core 2.5.1. NotOnOrAfter is required though the schema does not ask for it; OneTimeUse is what we do
 * anyway; ProxyRestriction forbids what we are for (a new assertion made from this one); a condition that is
 * not understood makes the assertion invalid (2.5.1.1).
 *
 * @returns the end
 */
export function checkConditions(assertion: Element, expected: ProfileExpectations): Date {
  const conditions = oneChild(assertion, saml("Conditions"));
  const known = new Set(["AudienceRestriction", "OneTimeUse"]);
  const strange = childElements(conditions).find(
    (child) => child.namespaceURI === saml("")[0] && !known.has(child.localName),
  );
  if (strange) throw refusal("condition_unsupported", `there is a ${strange.localName}`);
  onlyChildren(conditions, [saml("AudienceRestriction"), saml("OneTimeUse")]);

  const begin = attributeOf(conditions, "NotBefore");
  if (begin !== undefined && !hasCome(readSamlTime(begin, "NotBefore of Conditions"), expected)) {
    throw refusal("not_yet_valid", "NotBefore of Conditions is in the future");
  }
  const what = "NotOnOrAfter of Conditions";
  const end = readSamlTime(requiredAttribute(conditions, "NotOnOrAfter"), what);
  if (!isBefore(end, expected)) throw refusal("expired", `${what} is in the past`);
  checkLifetime(end, expected, what);
  return end;
}

/** One restriction with one audience, the addressee. Several audiences would mean that others may replay it. */
export function checkAudience(assertion: Element, expected: ProfileExpectations): void {
  const conditions = oneChild(assertion, saml("Conditions"));
  const restriction = oneChild(conditions, saml("AudienceRestriction"));
  onlyChildren(restriction, [saml("Audience")]);
  const audience = leafText(oneChild(restriction, saml("Audience")));
  if (!expected.addressee.isAudience(audience)) {
    throw refusal("audience_mismatch", `the Audience is "${audience.slice(0, 256)}"`);
  }
}
