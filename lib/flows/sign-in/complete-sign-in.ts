import { composeEntitlements } from "../../entitlements/compose-entitlements";
import { AppError } from "../../errors/app-error";
import type { PersonActor, RequestOrigin } from "../../identity/actor";
import type { Secret } from "../../secret/secret";
import { entitlementView } from "../access/entitlement-view";
import { requireAdministrator } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { Connection, SignInResultRecord } from "../ports";
import { record, recordRefusal } from "../record";
import type { ConnectionChoice, SignedIn, SignInUseCases } from "../use-cases";
import { hashOf } from "./one-time-handle";
import { openAppSession } from "./open-app-session";
import { receiveRelayed } from "./receive-relayed";

type Context = Pick<
  FlowContext,
  | "clock"
  | "random"
  | "settings"
  | "connections"
  | "people"
  | "appSessions"
  | "signIn"
  | "entitlements"
  | "ownIdentity"
  | "relayedAssertions"
  | "audit"
>;

function unknown(reason: string): AppError {
  return new AppError("signin.request_unknown", { reason });
}

export function choiceOf({ slug, displayName, kind }: Connection): ConnectionChoice {
  return { slug, displayName, kind };
}

/** The connection the result came through, unless it is gone or another one now has its name. */
async function connectionOf({ connections }: Context, result: SignInResultRecord): Promise<Connection> {
  const connection = await connections.bySlug(result.identity.connection);
  if (connection?.id !== result.connectionId) throw new AppError("signin.connection_unknown");
  return connection;
}

async function take(
  { signIn, clock }: Context,
  handle: Secret,
  browserBinding: Secret | undefined,
): Promise<SignInResultRecord> {
  const binding = browserBinding === undefined ? undefined : hashOf(browserBinding);
  const result = await signIn.takeResult(hashOf(handle), binding, clock.now());
  if (!result) throw unknown("gone_or_of_another_browser");
  return result;
}

export function pendingSignIn(context: Context): SignInUseCases["pendingSignIn"] {
  return async (handle, actor) => {
    const result = await context.signIn.peekResult(hashOf(handle), context.clock.now());
    if (!result) return undefined;
    const connection = await connectionOf(context, result);
    const { username, displayName } = result.identity;
    // Somebody's own assertion, in a session of theirs: there is nobody else to be made of them.
    const isOwn = result.relayedAssertionId !== undefined && actor !== undefined && isSame(actor, result);
    const needsConsent = result.browserBindingHash === undefined && !isOwn;
    return { connection: choiceOf(connection), username, displayName, needsConsent, purpose: result.purpose };
  };
}

/**
 * An answer that no request of ours asked for could be anybody's, posted by any page into this browser: it
 * signs in only after the person agreed to be that person (S49).
 */
export function completeSignIn(context: Context): SignInUseCases["completeSignIn"] {
  return async ({ handle, browserBinding, consented, actor, origin }) => {
    try {
      const waiting = await context.signIn.peekResult(hashOf(handle), context.clock.now());
      if (!waiting) throw unknown("gone");
      if (waiting.purpose !== "session") throw unknown("purpose_is_test");
      const joins = sessionToJoin(waiting, actor);
      if (waiting.browserBindingHash === undefined && !consented && !joins) throw unknown("consent_missing");
      const result = await take(context, handle, browserBinding);
      const connection = await connectionOf(context, result);
      if (!connection.enabled) throw new AppError("signin.connection_unknown");
      if (joins) return await joinSession(context, joins, result, origin);
      return await openAppSession(context, {
        connection,
        identity: result.identity,
        authentication: result.authentication,
        returnTo: result.returnTo,
        sessionNotOnOrAfter: result.sessionNotOnOrAfter,
        relayedAssertionId: result.relayedAssertionId,
        providerSession: result.providerSession,
        startedBy: result.browserBindingHash === undefined ? "identity_provider" : "us",
        origin,
      });
    } catch (error) {
      throw await recordRefusal(context, undefined, origin, { action: "login.refused" }, error);
    }
  };
}

function isSame({ connectionId, identity }: PersonActor, result: SignInResultRecord): boolean {
  return connectionId === result.connectionId && identity.subject === result.identity.subject;
}

/**
 * An assertion for AWS is brought into the session that is there: the app for AWS often says less of the person than
 * the app they signed in with, and that must not take their groups away. It has to be theirs.
 */
function sessionToJoin(result: SignInResultRecord, actor: PersonActor | undefined): PersonActor | undefined {
  if (result.relayedAssertionId === undefined || actor === undefined) return undefined;
  if (isSame(actor, result)) return actor;
  throw new AppError("signin.relay_of_another_person", {
    detail: `You are signed in as ${actor.identity.username} through ${actor.identity.connection}; this came for ${result.identity.username} through ${result.identity.connection}. Sign out first, then start again.`,
  });
}

async function joinSession(
  context: Context,
  actor: PersonActor,
  { relayedAssertionId, returnTo }: SignInResultRecord,
  origin: RequestOrigin,
): Promise<SignedIn> {
  await receiveRelayed(context, actor, relayedAssertionId, origin);
  const { appSessionId, expiresAt } = actor;
  return { appSessionId, returnTo, expiresAt, isKept: true };
}

export function completeTest(context: Context): SignInUseCases["completeTest"] {
  return async (actor, { handle, browserBinding }) => {
    await requireAdministrator(context, actor, "connections.test");
    const now = context.clock.now();
    const waiting = await context.signIn.peekResult(hashOf(handle), now);
    if (waiting?.purpose !== "test") throw unknown("no_test_result");
    const result = await take(context, handle, browserBinding);
    const connection = await connectionOf(context, result);
    const { identity } = result;
    const matching = await context.entitlements.matching(identity, now);
    const entitlements = await Promise.all(
      composeEntitlements(identity, matching, now).map((entitlement) =>
        entitlementView(context, result, entitlement),
      ),
    );
    await record(context, context.audit, actor, actor.origin, {
      action: "login.tested",
      outcome: "success",
      object: { kind: "connection", id: connection.id, name: connection.slug },
      detail: { username: identity.username, groups: identity.groups, groupsClaim: identity.groupsClaim },
    });
    return { connection: choiceOf(connection), identity, entitlements };
  };
}
