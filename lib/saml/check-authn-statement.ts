import type { ProfileExpectations } from "./profile-expectations";
import { leafText, oneChild, onlyChildren, optionalChild, requiredAttribute, saml } from "./read-element";
import { refusal } from "./refusal";
import { hasCome, readSamlTime } from "./saml-time";
import { requirePlainText } from "./text-rules";
import type { SamlLoginFacts } from "./verified-login";
import { attributeOf } from "./xml-dom";

const MAX_LENGTH = 1024;

type AuthnFacts = Pick<
  SamlLoginFacts,
  "authnInstant" | "authnContextClassRef" | "sessionIndex" | "sessionNotOnOrAfter"
>;

/** saml-core 2.7.2. How long ago the person signed in at the IdP is the IdP's affair; the future is not. */
export function checkAuthnStatement(assertion: Element, expected: ProfileExpectations): AuthnFacts {
  const statement = oneChild(assertion, saml("AuthnStatement"));
  onlyChildren(statement, [saml("SubjectLocality"), saml("AuthnContext")]);
  const authnInstant = readSamlTime(requiredAttribute(statement, "AuthnInstant"), "AuthnInstant");
  if (!hasCome(authnInstant, expected)) {
    throw refusal("authn_instant_in_future", "AuthnInstant is in the future");
  }
  const end = attributeOf(statement, "SessionNotOnOrAfter");
  const sessionNotOnOrAfter = end === undefined ? undefined : readSamlTime(end, "SessionNotOnOrAfter");
  // No clock skew: this is a length of time the IdP grants, and our own session must end by it anyway.
  if (sessionNotOnOrAfter && sessionNotOnOrAfter <= expected.now) {
    throw refusal("idp_session_over", "SessionNotOnOrAfter is in the past");
  }
  const classRef = optionalChild(oneChild(statement, saml("AuthnContext")), saml("AuthnContextClassRef"));
  const index = attributeOf(statement, "SessionIndex");
  return {
    authnInstant,
    ...(sessionNotOnOrAfter && { sessionNotOnOrAfter }),
    ...(index !== undefined && { sessionIndex: requirePlainText(index, "SessionIndex", MAX_LENGTH) }),
    ...(classRef && {
      authnContextClassRef: requirePlainText(leafText(classRef), "AuthnContextClassRef", MAX_LENGTH),
    }),
  };
}
