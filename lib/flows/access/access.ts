import { profileName } from "../../delivery/profile-name";
import { renderCredentials } from "../../delivery/render-credentials";
import { explainGroups } from "../../identity/explain-groups";
import { identityProviderMetadata } from "../../saml/identity-provider";
import type { FlowContext } from "../flow-context";
import type { AccessUseCases } from "../use-cases";
import { findEntitlement } from "./find-entitlement";
import { issueCredentials } from "./issue-credentials";
import { discovery, keySet } from "./issuer-documents";
import { listEntitlements } from "./list-entitlements";
import { openConsole } from "./open-console";

/** What a person does with Rolebridge once signed in. */
export function accessUseCases(context: FlowContext): AccessUseCases {
  const { settings, issuance, keyrings } = context;
  return {
    listEntitlements: listEntitlements(context),
    findEntitlement: findEntitlement(context),
    issueCredentials: issueCredentials(context),
    openConsole: openConsole(context),
    renderCredentials: ({ session, entitlement: { account, target } }, format) =>
      renderCredentials(session, format, profileName(account.alias ?? account.name, target.name)),
    issuerDiscovery: () => discovery(settings.origin),
    issuerKeys: () => keySet(keyrings),
    identityProviderMetadata: async () => {
      const keys = await keyrings["aws-saml"].published();
      return identityProviderMetadata({
        entityId: issuance.entityId,
        singleSignOnUrl: `${settings.origin}/signin`,
        certificates: keys.map(({ certificate }) => certificate),
      });
    },
    explainGroups,
  };
}
