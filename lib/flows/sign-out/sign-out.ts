import type { FlowContext } from "../flow-context";
import { providerMetadata } from "../sign-in/provider-metadata";
import { acceptLogoutToken } from "./accept-logout-token";
import { acceptSamlLogout } from "./accept-saml-logout";
import { signOutEverywhere } from "./sign-out-everywhere";
import type { SignOutUseCases } from "./sign-out-use-cases";

/** Signing out, begun here or at the identity provider. */
export function signOutUseCases(context: FlowContext): SignOutUseCases {
  const metadataOf = providerMetadata(context);
  return {
    everywhere: signOutEverywhere(context, metadataOf),
    acceptSamlLogout: acceptSamlLogout(context),
    acceptLogoutToken: acceptLogoutToken(context, metadataOf),
  };
}
