import { deflateRawSync } from "node:zlib";
import { canonicalAttribute, canonicalText } from "./canonical-xml";
import type { SamlIdpSettings } from "./idp-settings";
import { HTTP_POST, type HTTP_REDIRECT, SAML, SAMLP } from "./namespaces";
import type { ServiceProvider } from "./service-provider";

/** How the browser carries an AuthnRequest to the IdP. */
export type AuthnRequestMessage =
  | { readonly method: "GET"; readonly url: string }
  | {
      readonly method: "POST";
      readonly url: string;
      readonly fields: { readonly SAMLRequest: string; readonly RelayState?: string };
    };

export interface AuthnRequestInput {
  /** From {@link newRequestId}; the answer must name it. */
  readonly id: string;
  readonly idp: SamlIdpSettings;
  readonly sp: ServiceProvider;
  readonly now: Date;
  /** At most 80 bytes (saml-bindings 3.4.3). The IdP gives it back as it is, and anybody can change it. */
  readonly relayState?: string;
  /** Asks the IdP to authenticate the person anew. */
  readonly forceAuthn?: boolean;
  /** AuthnContextClassRefs of which one has to be met; none: the IdP decides how it authenticates. */
  readonly authnContexts?: readonly string[];
}

/** 160 bits, and a letter or `_` first as xs:ID wants (saml-core 1.3.4 asks for 128). */
const ID_BYTES = 20;

/** @param randomBytes cryptographic randomness, as `node:crypto` gives it */
export function newRequestId(randomBytes: (size: number) => Uint8Array): string {
  return `_${Buffer.from(randomBytes(ID_BYTES)).toString("hex")}`;
}

/**
 * An AuthnRequest (saml-profiles 4.1.4.1), for the binding the IdP's metadata asks for. It names our ACS so that
 * the IdP's answer goes there or nowhere, and asks for no NameID format: AD FS and others fail a request for one
 * they are not set up for, and the mapping takes any.
 *
 * @throws RangeError when RelayState is longer than 80 bytes
 */
export function createAuthnRequest(input: AuthnRequestInput): AuthnRequestMessage {
  const { binding, location } = input.idp.singleSignOnService;
  if (input.relayState !== undefined && Buffer.byteLength(input.relayState) > 80) {
    throw new RangeError("RelayState is longer than 80 bytes");
  }
  const xml = Buffer.from(authnRequestXml(input), "utf8");
  if (binding === HTTP_POST) {
    const SAMLRequest = xml.toString("base64");
    const fields = {
      SAMLRequest,
      ...(input.relayState !== undefined && { RelayState: input.relayState }),
    };
    return { method: "POST", url: location, fields };
  }
  binding satisfies typeof HTTP_REDIRECT;
  // saml-bindings 3.4.4.1: DEFLATE without header, base64, then as a query parameter. Appended to the text:
  // `URL` would rewrite a query that the IdP's address already has.
  const parameters = [`SAMLRequest=${encodeURIComponent(deflateRawSync(xml).toString("base64"))}`];
  if (input.relayState !== undefined) parameters.push(`RelayState=${encodeURIComponent(input.relayState)}`);
  const url = `${location}${location.includes("?") ? "&" : "?"}${parameters.join("&")}`;
  return { method: "GET", url };
}

/** saml-core 3.3.2.2.1; `exact` is the default and the one comparison that every IdP knows. */
function requestedAuthnContext(classRefs: readonly string[]): string {
  if (classRefs.length === 0) return "";
  const refs = classRefs.map(
    (ref) =>
      `<saml:AuthnContextClassRef>${canonicalText(ref, "An authentication context")}</saml:AuthnContextClassRef>`,
  );
  return `<samlp:RequestedAuthnContext Comparison="exact">${refs.join("")}</samlp:RequestedAuthnContext>`;
}

function authnRequestXml({ id, idp, sp, now, forceAuthn, authnContexts }: AuthnRequestInput): string {
  return [
    `<samlp:AuthnRequest xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}"`,
    ` ID="${canonicalAttribute(id, "The ID of the request")}" Version="2.0" IssueInstant="${now.toISOString()}"`,
    ` Destination="${canonicalAttribute(idp.singleSignOnService.location, "The sign-on address")}"`,
    ` AssertionConsumerServiceURL="${canonicalAttribute(sp.acsUrl, "The ACS address")}" ProtocolBinding="${HTTP_POST}"`,
    forceAuthn ? ' ForceAuthn="true">' : ">",
    `<saml:Issuer>${canonicalText(sp.entityId, "Our entityID")}</saml:Issuer>`,
    '<samlp:NameIDPolicy AllowCreate="true"/>',
    requestedAuthnContext(authnContexts ?? []),
    "</samlp:AuthnRequest>",
  ].join("");
}
