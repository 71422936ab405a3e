import { type NameId, readNameId } from "./name-id";
import { BEARER } from "./namespaces";
import type { ProfileExpectations } from "./profile-expectations";
import { oneChild, onlyChildren, requiredAttribute, saml } from "./read-element";
import { refusal } from "./refusal";
import { hasCome, isBefore, readSamlTime } from "./saml-time";
import { attributeOf } from "./xml-dom";

/**
 * No assertion may be good for longer than a day. Entra's are for an hour; year 9999 is a captured assertion
 * that never gets worthless.
 */
const MAX_LIFETIME_SECONDS = 24 * 60 * 60;

export function checkNameId(assertion: Element): NameId {
  const subject = oneChild(assertion, saml("Subject"));
  onlyChildren(subject, [saml("NameID"), saml("SubjectConfirmation")]);
  return readNameId(oneChild(subject, saml("NameID")));
}

export interface Confirmation {
  readonly recipient: string;
  readonly notOnOrAfter: Date;
  readonly inResponseTo: string | undefined;
}

/**
 * saml-profiles 4.1.4.2: bearer, for us, for now, with an end and without a begin.
 * Exactly one, though the profile allows more: with several, two readers may each take another.
 */
export function checkSubjectConfirmation(assertion: Element, expected: ProfileExpectations): Confirmation {
  const confirmation = oneChild(oneChild(assertion, saml("Subject")), saml("SubjectConfirmation"));
  onlyChildren(confirmation, [saml("SubjectConfirmationData")]);
  const method = requiredAttribute(confirmation, "Method");
  if (method !== BEARER) throw refusal("confirmation_method", `the subject is confirmed by ${method}`);

  const data = oneChild(confirmation, saml("SubjectConfirmationData"));
  onlyChildren(data, []);
  const recipient = attributeOf(data, "Recipient");
  if (recipient === undefined || !expected.addressee.isRecipient(recipient)) {
    throw refusal("recipient_mismatch", `Recipient is ${recipient?.slice(0, 256) ?? "missing"}`);
  }
  if (attributeOf(data, "NotBefore") !== undefined) {
    throw refusal("confirmation_not_before", "SubjectConfirmationData has a NotBefore");
  }
  const what = "NotOnOrAfter of SubjectConfirmationData";
  const notOnOrAfter = readSamlTime(requiredAttribute(data, "NotOnOrAfter"), what);
  if (!isBefore(notOnOrAfter, expected)) throw refusal("confirmation_expired", `${what} is in the past`);
  checkLifetime(notOnOrAfter, expected, what);
  return { recipient, notOnOrAfter, inResponseTo: attributeOf(data, "InResponseTo") };
}

export function checkLifetime(end: Date, expected: ProfileExpectations, what: string): void {
  if (hasCome(new Date(end.getTime() - MAX_LIFETIME_SECONDS * 1000), expected)) return;
  throw refusal("lifetime_too_long", `${what} is more than ${MAX_LIFETIME_SECONDS} seconds ahead`);
}

/**
 * Whose request this answers. The signed confirmation must name it: when only the outer, unsigned Response does,
 * anybody can wrap an unsolicited assertion into an answer to a request of theirs (case S45).
 * Started by the IdP means that both are silent, and it must be allowed.
 *
 * @returns the ID of our AuthnRequest, or undefined when the IdP started
 */
export function checkInResponseTo(
  response: Element,
  confirmation: Confirmation,
  expected: ProfileExpectations,
): string | undefined {
  const outer = attributeOf(response, "InResponseTo");
  if (outer !== confirmation.inResponseTo) {
    const said = confirmation.inResponseTo ?? "nothing";
    throw refusal("in_response_to_mismatch", `Response answers ${outer ?? "nothing"}, assertion ${said}`);
  }
  if (outer === "" || (outer === undefined && !expected.allowIdpInitiated)) {
    throw refusal("in_response_to_missing", "it answers no request, and the connection does not allow that");
  }
  return outer;
}
