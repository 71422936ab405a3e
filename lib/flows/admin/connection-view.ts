import { createHash, X509Certificate } from "node:crypto";
import type { SamlIdpSettings } from "../../saml/idp-settings";
import type { Connection } from "../ports";
import { logoutUrlOf, relayUrlOf, type SamlConnection, serviceProviderOf } from "../sign-in/find-connection";
import { afterSignOutUrl } from "../sign-out/sign-out-everywhere";
import type { ConnectionView } from "./admin-use-cases";

function certificateView(base64: string) {
  const certificate = new X509Certificate(Buffer.from(base64, "base64"));
  return {
    subject: certificate.subject,
    notAfter: new Date(certificate.validTo),
    sha256: createHash("sha256").update(certificate.raw).digest("hex"),
  };
}

function bindingOf({ singleSignOnService }: SamlIdpSettings): "redirect" | "post" {
  return singleSignOnService.binding.endsWith("HTTP-POST") ? "post" : "redirect";
}

function samlView(origin: string, connection: SamlConnection): NonNullable<ConnectionView["saml"]> {
  const { samlIdp, slug, metadataUrl, allowIdpInitiated } = connection;
  const { entityId, acsUrl } = serviceProviderOf(origin, slug);
  return {
    idpEntityId: samlIdp.entityId,
    ssoUrl: samlIdp.singleSignOnService.location,
    ssoBinding: bindingOf(samlIdp),
    certificates: samlIdp.signingCertificates.map(certificateView),
    allowIdpInitiated,
    ...(metadataUrl === undefined ? {} : { metadataUrl }),
    // Our entity id is the address of our metadata.
    sp: { entityId, acsUrl, metadataUrl: entityId, logoutUrl: logoutUrlOf(origin, slug) },
    ...(samlIdp.singleLogoutService === undefined ? {} : { sloUrl: samlIdp.singleLogoutService.location }),
    relayUrl: relayUrlOf(origin, slug),
  };
}

/** A connection without its secrets, with what the identity provider's administrator has to enter. */
export function connectionView(origin: string, connection: Connection): ConnectionView {
  const { id, slug, displayName, kind, enabled, attributeMapping, tagPolicy, mfa } = connection;
  const { claims: mfaClaims, request: mfaRequest } = mfa;
  const common = {
    ...{ id, slug, displayName, kind, enabled, attributeMapping },
    ...tagPolicy,
    mfaClaims,
    mfaRequest,
  };
  if (connection.kind === "saml") return { ...common, saml: samlView(origin, connection) };
  const { issuer, clientId, scopes } = connection;
  const forTheProvider = {
    redirectUri: `${origin}/api/auth/callback/${slug}`,
    backchannelLogoutUri: `${origin}/oidc/${slug}/backchannel-logout`,
    postLogoutRedirectUri: afterSignOutUrl(origin),
  };
  return { ...common, oidc: { issuer, clientId, scopes, ...forTheProvider } };
}
