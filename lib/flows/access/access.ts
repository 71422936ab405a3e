import { profileName } from "../../delivery/profile-name";
import { renderCredentials } from "../../delivery/render-credentials";
import type { FlowContext } from "../flow-context";
import type { AccessUseCases } from "../use-cases";
import { findEntitlement } from "./find-entitlement";
import { identityProviderDocument } from "./identity-provider-document";
import { issueCredentials } from "./issue-credentials";
import { discovery, keySet } from "./issuer-documents";
import { listEntitlements } from "./list-entitlements";
import { openConsole } from "./open-console";
import { previewPlan } from "./preview-plan";

/** What a person does with Rolebridge once signed in. */
export function accessUseCases(context: FlowContext): AccessUseCases {
  const { settings, keyrings } = context;
  return {
    listEntitlements: listEntitlements(context),
    findEntitlement: findEntitlement(context),
    previewPlan: previewPlan(context),
    issueCredentials: issueCredentials(context),
    openConsole: openConsole(context),
    renderCredentials: ({ session, entitlement: { account, target } }, format) =>
      renderCredentials(session, format, profileName(account.alias ?? account.name, target.name)),
    issuerDiscovery: () => discovery(settings.origin),
    issuerKeys: () => keySet(keyrings),
    identityProviderMetadata: () => identityProviderDocument(context),
  };
}
