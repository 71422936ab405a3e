import type { KeyObject } from "node:crypto";
import type { Assumptions } from "../assumptions";
import { fault } from "../faults";
import { decryptAssertion } from "./decrypt-assertion";
import { refuse } from "./refuse";
import { attribute, isElement, onlyChild, parseXml, SAML, SAMLP, XmlError } from "./xml";

/** A response taken apart but not yet believed. */
export interface SamlResponse {
  readonly xml: string;
  readonly response: Element;
  readonly assertion: Element;
  /** The document that `assertion` is part of: `xml`, or what was decrypted. */
  readonly assertionXml: string;
  readonly wasEncrypted: boolean;
  readonly statusCode: string | undefined;
  readonly issuer: string | undefined;
  readonly destination: string | undefined;
  readonly issueInstant: number | undefined;
}

/**
 * Decodes the parameter and insists on one Response with one Assertion as its child, plain or encrypted, and none hidden
 * elsewhere.
 * @param keys the provider's, newest first, for an assertion that is encrypted.
 * @throws AwsFault
 */
export function decodeSamlResponse(
  parameter: string,
  assumptions: Assumptions,
  keys: readonly KeyObject[],
): SamlResponse {
  const xml = decodeBase64(parameter, assumptions);
  const response = parseRoot(xml, assumptions);
  if (!isElement(response, SAMLP, "Response") || attribute(response, "Version") !== "2.0") {
    throw refuse(assumptions, "notASamlResponse");
  }
  const status = onlyChild(response, SAMLP, "Status");
  return {
    xml,
    response,
    ...findAssertion(response, xml, assumptions, keys),
    statusCode: attribute(onlyChild(status, SAMLP, "StatusCode"), "Value"),
    issuer: onlyChild(response, SAML, "Issuer")?.textContent ?? undefined,
    destination: attribute(response, "Destination"),
    issueInstant: parseInstant(attribute(response, "IssueInstant")),
  };
}

/** The one assertion that there is, opened where it is encrypted. */
function findAssertion(
  response: Element,
  xml: string,
  assumptions: Assumptions,
  keys: readonly KeyObject[],
): Pick<SamlResponse, "assertion" | "assertionXml" | "wasEncrypted"> {
  const count = (name: string) => response.getElementsByTagNameNS(SAML, name).length;
  if (count("Assertion") + count("EncryptedAssertion") !== 1) throw refuse(assumptions, "notASamlResponse");
  const encrypted = onlyChild(response, SAML, "EncryptedAssertion");
  const plain = onlyChild(response, SAML, "Assertion");
  if (encrypted === undefined) {
    if (plain === undefined || attribute(plain, "Version") !== "2.0") {
      throw refuse(assumptions, "notASamlResponse");
    }
    return { assertion: plain, assertionXml: xml, wasEncrypted: false };
  }
  const assertionXml = decryptAssertion(encrypted, keys);
  if (assertionXml === undefined) throw refuse(assumptions, "assertionNotDecrypted");
  const assertion = parseRoot(assertionXml, assumptions);
  const isOne =
    isElement(assertion, SAML, "Assertion") &&
    attribute(assertion, "Version") === "2.0" &&
    assertion.getElementsByTagNameNS(SAML, "Assertion").length === 0;
  if (!isOne) throw refuse(assumptions, "notASamlResponse");
  return { assertion, assertionXml, wasEncrypted: true };
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
