import type { Target } from "../../entitlements/model";
import { identityProviderMetadata } from "../../saml/identity-provider";
import type { SamlIdpSettings } from "../../saml/idp-settings";
import type { ConnectionFacts } from "../../trust/role-need";
import { everyPage } from "../admin/every-page";
import type { FlowContext } from "../flow-context";

type Leaning = Pick<Target, "kind" | "useConnectionTags">;

/** What these targets lean on that connections say; most lean on nothing, and cost no statement. */
export async function connectionFacts(
  { connections }: Pick<FlowContext, "connections">,
  targets: readonly Leaning[],
): Promise<ConnectionFacts> {
  const leans = targets.some(({ kind, useConnectionTags }) => useConnectionTags || kind === "saml-relay");
  const all = leans ? await everyPage((page) => connections.list(page)) : [];
  const relays = all.flatMap((connection) =>
    connection.kind === "saml" ? [[connection.slug, connection.samlIdp] as const] : [],
  );
  return {
    relayIssuers: Object.fromEntries(relays.map(([slug, { entityId }]) => [slug, entityId])),
    relayMetadata: Object.fromEntries(relays.map(([slug, idp]) => [slug, metadataOf(idp)])),
    tagKeys: [...new Set(all.flatMap(({ tagPolicy }) => tagPolicy.sessionTags.map(({ key }) => key)))],
  };
}

/** AWS is to know of the company's provider what Rolebridge verifies it by: its name and its keys. */
function metadataOf({ entityId, singleSignOnService, signingCertificates }: SamlIdpSettings): string {
  const singleSignOnUrl = singleSignOnService.location;
  return identityProviderMetadata({ entityId, singleSignOnUrl, certificates: signingCertificates });
}
