import {
  checkDestination,
  checkId,
  checkIssueInstant,
  checkIssuer,
  checkVersion,
  MAX_AGE_SECONDS,
} from "../check-response";
import { type NameId, readNameId } from "../name-id";
import { DS, SAMLP, STATUS_SUCCESS } from "../namespaces";
import type { ProfileExpectations } from "../profile-expectations";
import { leafText, oneChild, onlyChildren, type QName, requiredAttribute, saml } from "../read-element";
import { refusal } from "../refusal";
import { isBefore, readSamlTime } from "../saml-time";
import { requirePlainText } from "../text-rules";
import { attributeOf, childrenNamed, isNamed } from "../xml-dom";

const MAX_SESSION_INDEX = 1_024;
const PARTIAL_LOGOUT = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout";
const samlp = (localName: string): QName => [SAMLP, localName];

/** Both kinds of message have these. */
interface Envelope {
  readonly id: string;
  /** entityID of the IdP. */
  readonly issuer: string;
  /** Until when the message must be remembered as used: it is refused for its age afterwards. */
  readonly rememberUntil: Date;
}

export interface LogoutRequestFacts extends Envelope {
  readonly kind: "request";
  readonly nameId: NameId;
  /** Empty: every session of the person. */
  readonly sessionIndexes: readonly string[];
}

export interface LogoutResponseFacts extends Envelope {
  readonly kind: "response";
  readonly inResponseTo: string;
  readonly status: "success" | "partial" | "failed";
}

/**
 * The Single Logout profile (saml-profiles 4.4) over the bytes a signature covers and nothing else.
 * @param embedded whether the message carries its signature in itself; beside a signed query it must not
 *   (saml-bindings 3.4.4.1)
 * @throws AppError `signin.response_refused`
 */
export function readLogout(
  message: Element,
  expected: ProfileExpectations,
  embedded: boolean,
): LogoutRequestFacts | LogoutResponseFacts {
  checkVersion(message);
  const id = checkId(message);
  checkDestination(message, expected);
  const issuer = checkIssuer(message, expected);
  const issued = checkIssueInstant(message, expected);
  const lifetime = (MAX_AGE_SECONDS + expected.clockSkewSeconds) * 1_000;
  const envelope = { id, issuer, rememberUntil: new Date(issued.getTime() + lifetime) };
  const around: readonly QName[] = [saml("Issuer"), ...(embedded ? [[DS, "Signature"] as const] : [])];
  if (isNamed(message, ...samlp("LogoutRequest"))) return readRequest(message, expected, envelope, around);
  if (isNamed(message, ...samlp("LogoutResponse"))) return readResponse(message, envelope, around);
  throw refusal("not_a_logout_message", `the message is a ${message.nodeName}`);
}

function readRequest(
  request: Element,
  expected: ProfileExpectations,
  envelope: Envelope,
  around: readonly QName[],
): LogoutRequestFacts {
  onlyChildren(request, [...around, saml("NameID"), samlp("SessionIndex")]);
  const end = attributeOf(request, "NotOnOrAfter");
  if (end !== undefined && !isBefore(readSamlTime(end, "NotOnOrAfter of LogoutRequest"), expected)) {
    throw refusal("logout_expired", "NotOnOrAfter of LogoutRequest is in the past");
  }
  return {
    ...envelope,
    kind: "request",
    nameId: readNameId(oneChild(request, saml("NameID"))),
    sessionIndexes: childrenNamed(request, ...samlp("SessionIndex")).map((index) =>
      requirePlainText(leafText(index), "SessionIndex", MAX_SESSION_INDEX),
    ),
  };
}

function readResponse(response: Element, envelope: Envelope, around: readonly QName[]): LogoutResponseFacts {
  onlyChildren(response, [...around, samlp("Status")]);
  const inResponseTo = requiredAttribute(response, "InResponseTo");
  return { ...envelope, kind: "response", inResponseTo, status: statusOf(response) };
}

/** saml-profiles 4.4.4.2: a provider that could not reach everybody says Success, and PartialLogout below it. */
function statusOf(response: Element): LogoutResponseFacts["status"] {
  const code = oneChild(oneChild(response, samlp("Status")), samlp("StatusCode"));
  const second = childrenNamed(code, ...samlp("StatusCode")).map((inner) => attributeOf(inner, "Value"));
  const isSuccess = requiredAttribute(code, "Value") === STATUS_SUCCESS;
  if (isSuccess && second.length === 0) return "success";
  return second.includes(PARTIAL_LOGOUT) ? "partial" : "failed";
}
