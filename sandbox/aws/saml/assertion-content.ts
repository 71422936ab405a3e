import { parseInstant } from "./saml-response";
import { attribute, children, onlyChild, SAML } from "./xml";

/** What an Assertion element says, read without judging it. Times are milliseconds; NaN when unreadable. */
export interface AssertionContent {
  readonly issuer: string | undefined;
  readonly issueInstant: number | undefined;
  readonly nameId: { readonly value: string; readonly format: string } | undefined;
  readonly subjectConfirmations: readonly SubjectConfirmation[];
  readonly notBefore: number | undefined;
  readonly notOnOrAfter: number | undefined;
  /** Each restriction must be met; one of its audiences is enough. */
  readonly audienceRestrictions: readonly (readonly string[])[];
  readonly sessionNotOnOrAfter: number | undefined;
  readonly attributes: readonly SamlAttribute[];
}

interface SubjectConfirmation {
  readonly method: string | undefined;
  readonly recipient: string | undefined;
  readonly notOnOrAfter: number | undefined;
}

export interface SamlAttribute {
  readonly name: string;
  readonly values: readonly string[];
}

const UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

const textOf = (element: Element | undefined) => element?.textContent ?? undefined;

/** Reads an Assertion; give it the element that the signature covers. */
export function readAssertion(assertion: Element): AssertionContent {
  const subject = onlyChild(assertion, SAML, "Subject");
  const nameId = onlyChild(subject, SAML, "NameID");
  const conditions = onlyChild(assertion, SAML, "Conditions");
  const sessionEnds = children(assertion, SAML, "AuthnStatement")
    .map((statement) => parseInstant(attribute(statement, "SessionNotOnOrAfter")))
    .filter((end) => end !== undefined);
  return {
    issuer: textOf(onlyChild(assertion, SAML, "Issuer")),
    issueInstant: parseInstant(attribute(assertion, "IssueInstant")),
    nameId: nameId && {
      value: textOf(nameId) ?? "",
      format: attribute(nameId, "Format") ?? UNSPECIFIED,
    },
    subjectConfirmations: children(subject, SAML, "SubjectConfirmation").map(readConfirmation),
    notBefore: parseInstant(attribute(conditions, "NotBefore")),
    notOnOrAfter: parseInstant(attribute(conditions, "NotOnOrAfter")),
    audienceRestrictions: children(conditions, SAML, "AudienceRestriction").map((restriction) =>
      children(restriction, SAML, "Audience").map((audience) => textOf(audience) ?? ""),
    ),
    sessionNotOnOrAfter: sessionEnds.length > 0 ? Math.min(...sessionEnds) : undefined,
    attributes: readAttributes(assertion),
  };
}

function readConfirmation(confirmation: Element): SubjectConfirmation {
  const data = onlyChild(confirmation, SAML, "SubjectConfirmationData");
  return {
    method: attribute(confirmation, "Method"),
    recipient: attribute(data, "Recipient"),
    notOnOrAfter: parseInstant(attribute(data, "NotOnOrAfter")),
  };
}

function readAttributes(assertion: Element): SamlAttribute[] {
  return children(assertion, SAML, "AttributeStatement")
    .flatMap((statement) => children(statement, SAML, "Attribute"))
    .map((element) => ({
      name: attribute(element, "Name") ?? "",
      values: children(element, SAML, "AttributeValue").map((value) => textOf(value) ?? ""),
    }));
}
