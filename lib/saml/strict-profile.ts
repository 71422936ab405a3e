import { checkAttributes } from "./check-attributes";
import { checkAuthnStatement } from "./check-authn-statement";
import { checkAudience, checkConditions } from "./check-conditions";
import {
  checkDestination,
  checkId,
  checkIsResponse,
  checkIssueInstant,
  checkIssuer,
  checkIssuerIfPresent,
  checkStatus,
  checkVersion,
  theAssertion,
} from "./check-response";
import type { SignatureOutcome } from "./check-signature";
import { checkInResponseTo, checkNameId, checkSubjectConfirmation } from "./check-subject";
import { DS } from "./namespaces";
import type { ProfileExpectations } from "./profile-expectations";
import { onlyChildren, parseMessage, saml } from "./read-element";
import { refusal } from "./refusal";
import type { SamlLoginFacts } from "./verified-login";
import { isNamed } from "./xml-dom";

/**
 * The Web Browser SSO profile (saml-profiles 4.1.4), over the bytes the signature covers and nothing else.
 * This file is the list; each rule stands in the file of its check. Order: the envelope, who says it, when,
 * to whom, about whom, what.
 *
 * When only the assertion is signed, the Response around it is nobody's word. Its rules are still checked, since
 * a genuine message keeps them, but nothing is taken from it.
 *
 * @throws AppError `signin.response_refused`
 */
export function readStrictly(signed: SignatureOutcome, expected: ProfileExpectations): SamlLoginFacts {
  const { response, assertion } = elementsOf(signed);

  checkIsResponse(response);
  checkVersion(response);
  checkId(response);
  checkStatus(response);
  checkDestination(response, expected);
  if (signed.covers === "response") checkIssuer(response, expected);
  else checkIssuerIfPresent(response, expected);
  checkIssueInstant(response, expected);

  checkIsAssertion(assertion);
  checkVersion(assertion);
  const assertionId = checkId(assertion);
  const issuer = checkIssuer(assertion, expected);
  const issuedAt = checkIssueInstant(assertion, expected);

  const confirmation = checkSubjectConfirmation(assertion, expected);
  const inResponseTo = checkInResponseTo(response, confirmation, expected);
  const end = checkConditions(assertion, expected);
  checkAudience(assertion, expected);

  const authn = checkAuthnStatement(assertion, expected);
  const nameId = checkNameId(assertion);
  const attributes = checkAttributes(assertion);

  return {
    protocol: "saml",
    issuer,
    nameId,
    attributes,
    assertionId,
    issuedAt,
    validUntil: new Date(Math.min(end.getTime(), confirmation.notOnOrAfter.getTime())),
    recipient: confirmation.recipient,
    ...(inResponseTo !== undefined && { inResponseTo }),
    ...authn,
    // As long as either end, by the slower clock, would let it in again.
    notOnOrAfter: new Date(
      Math.max(end.getTime(), confirmation.notOnOrAfter.getTime()) + expected.clockSkewSeconds * 1000,
    ),
  };
}

function elementsOf(signed: SignatureOutcome): { readonly response: Element; readonly assertion: Element } {
  const root = parseMessage(signed.signedXml);
  if (signed.covers === "response") return { response: root, assertion: theAssertion(root) };
  return { response: parseMessage(signed.unsignedEnvelopeXml), assertion: root };
}

function checkIsAssertion(assertion: Element): void {
  if (!isNamed(assertion, ...saml("Assertion"))) {
    throw refusal("wrong_namespace", `what is signed is a ${assertion.nodeName}, not an Assertion`);
  }
  onlyChildren(assertion, [
    saml("Issuer"),
    [DS, "Signature"],
    saml("Subject"),
    saml("Conditions"),
    saml("AuthnStatement"),
    saml("AttributeStatement"),
  ]);
}
