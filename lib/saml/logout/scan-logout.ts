import { SAMLP } from "../namespaces";
import { refusal } from "../refusal";
import { type ScanLimits, ScanRefusal, scanXml } from "../scan";

/** A person signed in on a hundred devices, each a SessionIndex, and a signature with certificates around it. */
const LOGOUT_LIMITS: ScanLimits = {
  elements: 400,
  attributesOfOneElement: 16,
  attributes: 800,
  depth: 16,
  comments: 0,
};

const LOGOUT = new Set(["LogoutRequest", "LogoutResponse"]);
const OTHERS = new Set(["Response", "Assertion", "EncryptedAssertion", "EncryptedID"]);

/**
 * Scans a logout message as `scanResponse` does a login: one at the root, no other message or assertion anywhere.
 * @throws AppError `signin.response_refused`
 */
export function scanLogout(xml: string): void {
  try {
    scanXml(xml, LOGOUT_LIMITS, ({ local, uri, depth }) => {
      const isRoot = depth === 1;
      if (isRoot !== LOGOUT.has(local) || (isRoot && uri !== SAMLP)) {
        throw refusal("not_a_logout_message", `there is a ${local} at depth ${depth}`);
      }
      if (OTHERS.has(local)) throw refusal("unexpected_element", `there is a ${local} in a logout message`);
    });
  } catch (error) {
    if (error instanceof ScanRefusal) throw refusal(error.finding, error.message, error.cause);
    throw error;
  }
}
