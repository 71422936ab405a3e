import type { UnsignedElement } from "../build-assertion";
import { canonicalAttribute, canonicalText } from "../canonical-xml";
import type { NameId } from "../name-id";
import { SAML, SAMLP, STATUS_SUCCESS } from "../namespaces";

/** Our half of single logout (saml-core 3.7), written in canonical form like the assertions: see ADR 0004. */

/** Seconds an identity provider has to act on a request of ours; its browser is on the way already. */
const REQUEST_LIFETIME_SECONDS = 5 * 60;

interface Envelope {
  readonly id: string;
  /** Our entityID. */
  readonly issuer: string;
  readonly destination: string;
  readonly now: Date;
}

/** @throws AppError `issuance.assertion_invalid` when something cannot stand in XML */
export function buildLogoutRequest(
  request: Envelope & { readonly nameId: NameId; readonly sessionIndex?: string | undefined },
): UnsignedElement {
  const end = new Date(request.now.getTime() + REQUEST_LIFETIME_SECONDS * 1_000);
  const index =
    request.sessionIndex === undefined
      ? ""
      : `<samlp:SessionIndex>${canonicalText(request.sessionIndex, "The SessionIndex")}</samlp:SessionIndex>`;
  return {
    id: request.id,
    head: head(request, "LogoutRequest", "", ` NotOnOrAfter="${end.toISOString()}"`),
    tail: `${nameIdXml(request.nameId)}${index}</samlp:LogoutRequest>`,
  };
}

/** Always Success: a session that was not there is over as well. @throws AppError `issuance.assertion_invalid` */
export function buildLogoutResponse(response: Envelope & { readonly inResponseTo: string }): UnsignedElement {
  const answers = ` InResponseTo="${canonicalAttribute(response.inResponseTo, "The request's ID")}"`;
  return {
    id: response.id,
    head: head(response, "LogoutResponse", answers, ""),
    tail: `<samlp:Status><samlp:StatusCode Value="${STATUS_SUCCESS}"></samlp:StatusCode></samlp:Status></samlp:LogoutResponse>`,
  };
}

/** @param answers, end attributes that stand at their place in canonical order */
function head(
  { id, issuer, destination, now }: Envelope,
  name: string,
  answers: string,
  end: string,
): string {
  return (
    `<samlp:${name} xmlns:samlp="${SAMLP}" Destination="${canonicalAttribute(destination, "The logout address")}"` +
    ` ID="${canonicalAttribute(id, "The ID")}"${answers} IssueInstant="${now.toISOString()}"${end} Version="2.0">` +
    `<saml:Issuer xmlns:saml="${SAML}">${canonicalText(issuer, "Our entityID")}</saml:Issuer>`
  );
}

function nameIdXml({ value, format, nameQualifier, spNameQualifier }: NameId): string {
  const attributes = [
    ["Format", format],
    ["NameQualifier", nameQualifier],
    ["SPNameQualifier", spNameQualifier],
  ] as const;
  const written = attributes.flatMap(([name, text]) =>
    text === undefined ? [] : ` ${name}="${canonicalAttribute(text, name)}"`,
  );
  return `<saml:NameID xmlns:saml="${SAML}"${written.join("")}>${canonicalText(value, "The NameID")}</saml:NameID>`;
}
