import { createHash } from "node:crypto";
import { AppError } from "../../errors/app-error";
import { type Authentication, authenticationOf } from "../../identity/authentication";
import { identify } from "../../identity/identify";
import type { Identity } from "../../identity/identity";
import { sessionIdOf } from "../../oidc/logout-token";
import { makeVerifiedOidcLogin } from "../../oidc/make-verified-login";
import { requireAdministrator } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { ProviderSession } from "../logout-ports";
import { limitedAddress, takeLimits } from "../rate-limits";
import { recordRefusal } from "../record";
import { requireStepUpAnswer } from "../step-up/answer";
import type { SignInUseCases } from "../use-cases";
import { findOidc, type OidcConnection } from "./find-connection";
import { hashOf, newHandle } from "./one-time-handle";
import { openAppSession } from "./open-app-session";
import { providerMetadata } from "./provider-metadata";
import { safeReturnTo } from "./safe-return-to";

type Context = Pick<
  FlowContext,
  | "clock"
  | "random"
  | "settings"
  | "connections"
  | "people"
  | "appSessions"
  | "signIn"
  | "relayedAssertions"
  | "audit"
  | "rateLimits"
>;

const TEST_RESULT_SECONDS = 300;

interface Verified {
  readonly identity: Identity;
  readonly authentication: Authentication;
}

function verified(
  { clock }: Context,
  connection: OidcConnection,
  claims: Readonly<Record<string, unknown>>,
): Verified {
  const login = makeVerifiedOidcLogin(connection.issuer, claims);
  const identity = identify(login, connection.slug, connection.attributeMapping);
  return { identity, authentication: authenticationOf(login, clock.now()) };
}

/** `sub` and `sid`, as a logout token names them (Back-Channel Logout 1.0, section 2.1). */
function sessionOf(claims: Readonly<Record<string, unknown>>): ProviderSession {
  const session = sessionIdOf(claims);
  return { subject: String(claims.sub), ...(session === undefined ? {} : { session }) };
}

function objectOf({ id, slug }: OidcConnection) {
  return { kind: "connection", id, name: slug };
}

export function oidcProvider(
  context: Context & Pick<FlowContext, "documents">,
): SignInUseCases["oidcProvider"] {
  const metadataOf = providerMetadata(context);
  return async (slug) => {
    const { displayName, issuer, clientId, clientSecret, scopes, mfa } = await findOidc(context, slug);
    const metadata = await metadataOf(issuer);
    return { slug, displayName, metadata, clientId, clientSecret, scopes, mfaRequest: mfa.request };
  };
}

export function limitOidc(context: Context): SignInUseCases["limitOidc"] {
  return async (step, slug, origin) => {
    const address = limitedAddress(origin);
    if (step === "start") return takeLimits(context, [["sign-in", address]]);
    const { id } = await findOidc(context, slug);
    return takeLimits(context, [
      ["assertions", address],
      ["connection", id],
    ]);
  };
}

export function takeOidcState({ signIn, clock, settings }: Context): SignInUseCases["takeOidcState"] {
  return async ({ issuer, state }) => {
    const id = `state:${createHash("sha256").update(state).digest("base64url")}`;
    // Twice the life of a flow: its cookies end by a clock that may differ from this one.
    const expiresAt = new Date(clock.now().getTime() + 2 * settings.signInSeconds * 1_000);
    if (!(await signIn.markUsed({ issuer, id, expiresAt }))) {
      throw new AppError("signin.request_unknown", { reason: "state_used_before" });
    }
  };
}

export function completeOidc(context: Context): SignInUseCases["completeOidc"] {
  return async ({ slug, claims, returnTo: wanted, stepUp, origin }) => {
    const connection = await findOidc(context, slug);
    try {
      const login = verified(context, connection, claims);
      const returnTo = safeReturnTo(context.settings.origin, wanted);
      if (stepUp !== undefined) {
        const { askedAt, ...expected } = stepUp;
        await requireStepUpAnswer(context, { connection, ...login, expected, askedAt, returnTo });
      }
      return await openAppSession(context, {
        connection,
        ...login,
        returnTo,
        providerSession: sessionOf(claims),
        startedBy: "us",
        origin,
      });
    } catch (error) {
      const detail = { protocol: "oidc" };
      throw await recordRefusal(
        context,
        undefined,
        origin,
        { action: "login.refused", object: objectOf(connection), detail },
        error,
      );
    }
  };
}

export function completeOidcTest(context: Context): SignInUseCases["completeOidcTest"] {
  const { random, clock, signIn } = context;
  return async (actor, { slug, claims, browserBinding }) => {
    await requireAdministrator(context, actor, "connections.test");
    const connection = await findOidc(context, slug);
    try {
      const login = verified(context, connection, claims);
      const handle = newHandle(random);
      await signIn.createResult({
        handleHash: hashOf(handle),
        connectionId: connection.id,
        purpose: "test",
        browserBindingHash: hashOf(browserBinding),
        ...login,
        returnTo: "/",
        expiresAt: new Date(clock.now().getTime() + TEST_RESULT_SECONDS * 1_000),
      });
      return { handle };
    } catch (error) {
      const happening = { action: "login.tested", object: objectOf(connection) } as const;
      throw await recordRefusal(context, actor, actor.origin, happening, error);
    }
  };
}

export function recordOidcFailure(context: Context): SignInUseCases["recordOidcFailure"] {
  return async ({ slug, reason, origin }) => {
    const connection = await context.connections.bySlug(slug);
    // A name that was made up leads to nobody's sign-in, and must not fill the audit.
    if (connection?.kind !== "oidc") return;
    const error = new AppError("signin.provider_failed", { reason });
    const detail = { protocol: "oidc" };
    await recordRefusal(
      context,
      undefined,
      origin,
      { action: "login.refused", object: objectOf(connection), detail },
      error,
    );
  };
}
