import type { Assumptions } from "../assumptions";
import { fault } from "../faults";
import { refuse } from "./refuse";
import { attribute, children, isElement, onlyChild, parseXml, SAML, SAMLP, XmlError } from "./xml";

/** A response taken apart but not yet believed. */
export interface SamlResponse {
  readonly xml: string;
  readonly response: Element;
  readonly assertion: Element;
  readonly statusCode: string | undefined;
  readonly issuer: string | undefined;
  readonly destination: string | undefined;
  readonly issueInstant: number | undefined;
}

/**
 * Decodes the parameter and insists on one Response with one plain Assertion as its child and none hidden elsewhere.
 * @throws AwsFault
 */
export function decodeSamlResponse(parameter: string, assumptions: Assumptions): SamlResponse {
  const xml = decodeBase64(parameter, assumptions);
  const response = parseRoot(xml, assumptions);
  const [assertion, ...more] = children(response, SAML, "Assertion");
  const anywhere = response.getElementsByTagNameNS(SAML, "Assertion").length;
  const encrypted = response.getElementsByTagNameNS(SAML, "EncryptedAssertion").length;
  if (
    !isElement(response, SAMLP, "Response") ||
    attribute(response, "Version") !== "2.0" ||
    assertion === undefined ||
    attribute(assertion, "Version") !== "2.0" ||
    more.length > 0 ||
    anywhere !== 1 ||
    encrypted > 0
  ) {
    throw refuse(assumptions, "notASamlResponse");
  }
  const status = onlyChild(response, SAMLP, "Status");
  return {
    xml,
    response,
    assertion,
    statusCode: attribute(onlyChild(status, SAMLP, "StatusCode"), "Value"),
    issuer: onlyChild(response, SAML, "Issuer")?.textContent ?? undefined,
    destination: attribute(response, "Destination"),
    issueInstant: parseInstant(attribute(response, "IssueInstant")),
  };
}

function decodeBase64(parameter: string, { base64LineBreaks }: Assumptions): string {
  const compact = base64LineBreaks ? parameter.replace(/\r?\n/g, "") : parameter;
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact) || compact === "") {
    throw fault("invalidBase64");
  }
  return Buffer.from(compact, "base64").toString("utf8");
}

function parseRoot(xml: string, assumptions: Assumptions): Element {
  try {
    return parseXml(xml);
  } catch (error) {
    if (error instanceof XmlError) throw refuse(assumptions, "notASamlResponse");
    throw error;
  }
}

/**
 * Milliseconds since the epoch of an xs:dateTime. SAML times are UTC and say so (core 1.3.3).
 * @returns nothing for an absent one, NaN for one that cannot be read.
 */
export function parseInstant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
}
