import { composeEntitlements } from "../../entitlements/compose-entitlements";
import { AppError } from "../../errors/app-error";
import type { PersonActor, RequestOrigin } from "../../identity/actor";
import type { Secret } from "../../secret/secret";
import { entitlementView } from "../access/entitlement-view";
import { requireAdministrator } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { Connection, SignInResultRecord } from "../ports";
import { record, recordRefusal } from "../record";
import type { ConnectionChoice, SignedIn, SignInUseCases, WaitingSignIn } from "../use-cases";
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

type Completion = Parameters<SignInUseCases["completeSignIn"]>[0];

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

/**
 * Mostly one statement takes the login: what this browser asked for, to be signed in with. Whatever has to be looked
 * at before it is taken (a test, an assertion for AWS, what nobody asked for) is read first.
 */
export function completeSignIn(context: Context): SignInUseCases["completeSignIn"] {
  const { signIn, clock } = context;
  return async (input) => {
    const { handle, browserBinding } = input;
    const own =
      browserBinding && (await signIn.takeAskedFor(hashOf(handle), hashOf(browserBinding), clock.now()));
    const waiting = own ?? (await signIn.peekResult(hashOf(handle), clock.now()));
    // Not in the audit, which made-up ids would fill.
    if (!waiting) throw unknown("gone");
    try {
      return own ? await openSession(context, own, input.origin) : await takeWaiting(context, waiting, input);
    } catch (error) {
      throw await recordRefusal(context, undefined, input.origin, { action: "login.refused" }, error);
    }
  };
}

/**
 * An answer that no request of ours asked for could be anybody's, posted by any page into this browser: it
 * signs in only after the person agreed to be that person (S49).
 */
async function takeWaiting(
  context: Context,
  waiting: SignInResultRecord,
  { handle, browserBinding, consented, actor, origin }: Completion,
): Promise<SignedIn | WaitingSignIn> {
  if (waiting.purpose === "test") return waitingFor(context, waiting, "test");
  const joins = sessionToJoin(waiting, actor);
  if (waiting.browserBindingHash === undefined && !consented && !joins)
    return waitingFor(context, waiting, "consent");
  const result = await take(context, handle, browserBinding);
  return joins ? joinSession(context, joins, result, origin) : openSession(context, result, origin);
}

async function waitingFor(
  context: Context,
  result: SignInResultRecord,
  waitsFor: WaitingSignIn["waitsFor"],
): Promise<WaitingSignIn> {
  const { username, displayName } = result.identity;
  return { waitsFor, connection: choiceOf(await connectionOf(context, result)), username, displayName };
}

async function openSession(
  context: Context,
  result: SignInResultRecord,
  origin: RequestOrigin,
): Promise<SignedIn> {
  const connection = await connectionOf(context, result);
  if (!connection.enabled) throw new AppError("signin.connection_unknown");
  return openAppSession(context, {
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
