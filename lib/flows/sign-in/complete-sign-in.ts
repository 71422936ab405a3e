import { composeEntitlements } from "../../entitlements/compose-entitlements";
import { AppError } from "../../errors/app-error";
import type { Secret } from "../../secret/secret";
import { entitlementView } from "../access/entitlement-view";
import { requireAdministrator } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { Connection, SignInResultRecord } from "../ports";
import { record, recordRefusal } from "../record";
import type { ConnectionChoice, SignInUseCases } from "../use-cases";
import { hashOf } from "./one-time-handle";
import { openAppSession } from "./open-app-session";

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
  return async (handle) => {
    const result = await context.signIn.peekResult(hashOf(handle), context.clock.now());
    if (!result) return undefined;
    const connection = await connectionOf(context, result);
    const { username, displayName } = result.identity;
    const needsConsent = result.browserBindingHash === undefined;
    return { connection: choiceOf(connection), username, displayName, needsConsent, purpose: result.purpose };
  };
}

/**
 * An answer that no request of ours asked for could be anybody's, posted by any page into this browser: it
 * signs in only after the person agreed to be that person (S49).
 */
export function completeSignIn(context: Context): SignInUseCases["completeSignIn"] {
  return async ({ handle, browserBinding, consented, origin }) => {
    try {
      const waiting = await context.signIn.peekResult(hashOf(handle), context.clock.now());
      if (!waiting) throw unknown("gone");
      if (waiting.purpose !== "session") throw unknown("purpose_is_test");
      if (waiting.browserBindingHash === undefined && !consented) throw unknown("consent_missing");
      const result = await take(context, handle, browserBinding);
      const connection = await connectionOf(context, result);
      if (!connection.enabled) throw new AppError("signin.connection_unknown");
      return await openAppSession(context, {
        connection,
        identity: result.identity,
        returnTo: result.returnTo,
        sessionNotOnOrAfter: result.sessionNotOnOrAfter,
        startedBy: result.browserBindingHash === undefined ? "identity_provider" : "us",
        origin,
      });
    } catch (error) {
      throw await recordRefusal(context, undefined, origin, { action: "login.refused" }, error);
    }
  };
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
        entitlementView(context, entitlement),
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
