import type { PersonActor } from "../../identity/actor";
import { log } from "../../log/log";
import { endSessionUrl } from "../../oidc/end-session";
import { newRequestId } from "../../saml/authn-request";
import { buildLogoutRequest } from "../../saml/logout/messages";
import { type LogoutMessage, signedLogoutMessage } from "../../saml/logout/send";
import type { FlowContext } from "../flow-context";
import type { ProviderSession } from "../logout-ports";
import { endSession } from "../sessions/sessions";
import { type OidcConnection, type SamlConnection, serviceProviderOf } from "../sign-in/find-connection";
import type { ProviderMetadataOf } from "../sign-in/provider-metadata";
import type { SignOutUseCases } from "./sign-out-use-cases";

type Context = Pick<
  FlowContext,
  "clock" | "random" | "settings" | "connections" | "appSessions" | "logouts" | "audit" | "keyrings"
>;

/** How long the answer may take: the provider asks the person first, and then other applications. */
const ANSWER_SECONDS = 10 * 60;

/** Where OpenID providers lead to after signing out; registered there. */
export function afterSignOutUrl(origin: string): string {
  return `${origin}/signout`;
}

/**
 * Here first: whatever happens at the provider, or on the way there, the person is signed out of Rolebridge.
 */
export function signOutEverywhere(
  context: Context,
  metadataOf: ProviderMetadataOf,
): SignOutUseCases["everywhere"] {
  return async (actor) => {
    await endSession(context, actor);
    try {
      return await prepare(context, actor, metadataOf);
    } catch (error) {
      const { reference } = actor.origin;
      log.warn("the sign-out at the identity provider could not be prepared", { reference, error });
      return undefined;
    }
  };
}

async function prepare(context: Context, actor: PersonActor, metadataOf: ProviderMetadataOf) {
  const connection = await context.connections.bySlug(actor.identity.connection);
  if (connection?.id !== actor.connectionId) return undefined;
  const session = await context.logouts.providerSessionOf(actor.appSessionId);
  if (session === undefined) return undefined;
  const message =
    connection.kind === "saml"
      ? await logoutRequest(context, connection, session)
      : await endSessionRequest(context, connection, session, metadataOf);
  return message && { displayName: connection.displayName, message };
}

async function logoutRequest(
  { clock, random, settings, logouts, keyrings }: Context,
  { id: connectionId, slug, samlIdp }: SamlConnection,
  { nameId, session: sessionIndex }: ProviderSession,
): Promise<LogoutMessage | undefined> {
  const service = samlIdp.singleLogoutService;
  if (service === undefined || nameId === undefined) return undefined;
  const id = newRequestId((size) => random.bytes(size));
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + ANSWER_SECONDS * 1_000);
  await logouts.createRequest({ id, connectionId, expiresAt });
  const issuer = serviceProviderOf(settings.origin, slug).entityId;
  const request = buildLogoutRequest({
    id,
    issuer,
    destination: service.location,
    now,
    nameId,
    sessionIndex,
  });
  return signedLogoutMessage(request, "SAMLRequest", service, await keyrings["saml-sp"].current());
}

async function endSessionRequest(
  { settings }: Context,
  { issuer, clientId }: OidcConnection,
  session: ProviderSession,
  metadataOf: ProviderMetadataOf,
): Promise<LogoutMessage | undefined> {
  const { endSessionEndpoint } = await metadataOf(issuer);
  if (endSessionEndpoint === undefined) return undefined;
  const url = endSessionUrl(endSessionEndpoint, {
    clientId,
    logoutHint: session.session ?? session.subject,
    postLogoutRedirectUri: afterSignOutUrl(settings.origin),
  });
  return { method: "GET", url };
}
