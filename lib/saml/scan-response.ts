import { SAML, SAMLP, STATUS_SUCCESS } from "./namespaces";
import { refusal } from "./refusal";
import { type ScanLimits, type ScannedElement, ScanRefusal, scanXml } from "./scan";

/**
 * A genuine response with 4,000 groups has about 4,100 elements, 9 deep, and at most three attributes and namespace
 * declarations at each value. Within these limits the scan takes less than 50 ms, whatever the message holds
 * (scan-cost.test.ts): that is all of a thread's time that somebody without the provider's key can have.
 */
const RESPONSE_LIMITS: ScanLimits = {
  elements: 6_000,
  attributesOfOneElement: 16,
  attributes: 14_000,
  depth: 32,
  comments: 0,
};

/** Local names that code anywhere might look for without their namespace. */
const NAMESPACE_OF: ReadonlyMap<string, string> = new Map([
  ["Response", SAMLP],
  ["Assertion", SAML],
  ["EncryptedAssertion", SAML],
]);

/**
 * Scans a decoded SAMLResponse: one Response at the root, one Assertion anywhere, nothing that {@link scanXml}
 * refuses. Counting by local name in the whole document ends the wrapping attacks XSW1 to XSW8 before a
 * signature is looked at.
 * @throws AppError `signin.response_refused`
 */
export function scanResponse(xml: string): void {
  const seen = { responses: 0, assertions: 0, statuses: [] as string[] };
  try {
    scanXml(xml, RESPONSE_LIMITS, (element) => count(element, seen));
  } catch (error) {
    if (error instanceof ScanRefusal) throw refusal(error.finding, error.message, error.cause);
    throw error;
  }
  if (seen.assertions > 0) return;
  // A provider that says no sends no assertion, and often no signature: the administrator wants its reason.
  if (seen.statuses[0] !== undefined && seen.statuses[0] !== STATUS_SUCCESS) {
    throw refusal("status_not_success", `the identity provider answered ${seen.statuses.join(" / ")}`);
  }
  throw refusal("assertion_missing", "there is no assertion");
}

function count(
  element: ScannedElement,
  seen: { responses: number; assertions: number; statuses: string[] },
): void {
  const { local, uri, depth } = element;
  if (depth === 1 && local !== "Response") {
    throw refusal("not_a_response", `the message is a ${local}`);
  }
  const namespace = NAMESPACE_OF.get(local);
  if (namespace !== undefined && uri !== namespace) {
    throw refusal("wrong_namespace", `there is a ${local} of the namespace "${uri}"`);
  }
  if (local === "Response") seen.responses += 1;
  if (local === "Assertion" || local === "EncryptedAssertion") seen.assertions += 1;
  if (local === "StatusCode" && uri === SAMLP) seen.statuses.push(element.attribute("Value") ?? "");
  if (seen.responses > 1) throw refusal("multiple_responses", "there is more than one Response");
  if (seen.assertions > 1) throw refusal("multiple_assertions", "there is more than one Assertion");
  if (local === "EncryptedAssertion") {
    throw refusal("assertion_encrypted", "the assertion is encrypted; turn assertion encryption off");
  }
}
