import { serviceProviderMetadata } from "../../saml/service-provider-metadata";
import type { FlowContext } from "../flow-context";
import type { SignInUseCases } from "../use-cases";
import { acceptRelayedResponse } from "./accept-relayed-response";
import { acceptSamlResponse } from "./accept-saml-response";
import {
  completeOidc,
  completeOidcTest,
  limitOidc,
  oidcProvider,
  recordOidcFailure,
  takeOidcState,
} from "./complete-oidc";
import { choiceOf, completeSignIn, completeTest } from "./complete-sign-in";
import { findSaml, logoutUrlOf, serviceProviderOf } from "./find-connection";
import { RefusedSenders } from "./refused-senders";
import { safeReturnTo } from "./safe-return-to";
import { startSaml } from "./start-saml";

const MOST_CONNECTIONS = 1_000;

/** Signing in: from the choice of an identity provider to the app session. */
export function signInUseCases(context: FlowContext): SignInUseCases {
  const { origin } = context.settings;
  const senders = new RefusedSenders(context);
  return {
    connections: async () => {
      const { items } = await context.connections.list({ limit: MOST_CONNECTIONS });
      return items.filter(({ enabled }) => enabled).map(choiceOf);
    },
    serviceProviderMetadata: async (slug) => {
      await findSaml(context, slug);
      const published = await context.keyrings["saml-sp"].published();
      return serviceProviderMetadata({
        ...serviceProviderOf(origin, slug),
        logoutUrl: logoutUrlOf(origin, slug),
        certificates: published.map(({ certificate }) => certificate),
      });
    },
    startSaml: startSaml(context),
    listenTo: (sender) => senders.listenTo(sender),
    acceptSamlResponse: acceptSamlResponse(context, senders),
    acceptRelayedResponse: acceptRelayedResponse(context, senders),
    completeSignIn: completeSignIn(context),
    completeTest: completeTest(context),
    limitOidc: limitOidc(context),
    oidcProvider: oidcProvider(context),
    takeOidcState: takeOidcState(context),
    completeOidc: completeOidc(context),
    completeOidcTest: completeOidcTest(context),
    recordOidcFailure: recordOidcFailure(context),
    safeReturnTo: (returnTo) => safeReturnTo(origin, returnTo),
  };
}
