import { createHash, timingSafeEqual } from "node:crypto";
import { AppError } from "../../errors/app-error";
import type { ErrorCode } from "../../errors/codes";
import type { PersonActor } from "../../identity/actor";
import { rolesOf } from "../../identity/roles";
import type { FlowContext } from "../flow-context";
import { limitedAddress, limitOf, requireNoWait, takeLimits } from "../rate-limits";
import { record } from "../record";
import type { SessionEnd } from "./session-end";
import type { SessionUseCases } from "./session-use-cases";

type Context = Pick<FlowContext, "clock" | "random" | "settings" | "appSessions" | "audit" | "rateLimits">;

/** Not at every request: a write each time would cost more than the minute of precision is worth. */
const TOUCH_AFTER_MS = 60_000;
const ADMIN_TOKEN_NAME = "configured admin token";

/** Whoever signed out knows it. */
const END_CODES = {
  person: undefined,
  provider: "access.ended_by_provider",
  administrator: "access.ended_by_administrator",
  provisioning: "access.ended_by_organisation",
  person_disabled: "signin.person_disabled",
  connection_off: "access.connection_off",
  timed_out: "access.timed_out",
} as const satisfies Record<SessionEnd, ErrorCode | undefined>;

function isConfiguredToken(token: string, expectedSha256: string | undefined): boolean {
  if (expectedSha256 === undefined) return false;
  const given = createHash("sha256").update(token).digest();
  // Both are 32 bytes: the configuration takes exactly 64 hexadecimal digits.
  return timingSafeEqual(given, Buffer.from(expectedSha256, "hex"));
}

/** Ends the actor's own app session; the audit follows, since the end must not wait for it. */
export async function endSession(
  context: Pick<FlowContext, "clock" | "random" | "appSessions" | "audit">,
  actor: PersonActor,
): Promise<void> {
  await context.appSessions.revoke(actor.appSessionId, context.clock.now());
  await record(context, context.audit, actor, actor.origin, { action: "session.ended", outcome: "success" });
}

/** Who somebody is at this moment. Groups and roles are read afresh; the cookie knows only a number. */
export function sessionUseCases(context: Context): SessionUseCases {
  const { clock, settings, appSessions, rateLimits } = context;
  return {
    actorOfSession: async (appSessionId, origin) => {
      const now = clock.now();
      const session = await appSessions.find(appSessionId, now, settings.sessionIdleSeconds);
      if (!session) return undefined;
      if (now.getTime() - session.lastSeenAt.getTime() > TOUCH_AFTER_MS)
        await appSessions.touch(session.id, now);
      const { person } = session;
      return {
        kind: "person",
        personId: person.id,
        connectionId: person.connectionId,
        identity: person.identity,
        sessionName: person.sessionName,
        roles: rolesOf(person.identity, settings.roles),
        appSessionId: session.id,
        authentication: session.authentication,
        ...(session.passkeyAt === undefined ? {} : { passkeyAt: session.passkeyAt }),
        signedInAt: session.createdAt,
        expiresAt: session.expiresAt,
        origin,
      };
    },

    endOfSession: async (appSessionId) => {
      const end = await appSessions.endOf(appSessionId, clock.now(), settings.sessionIdleSeconds);
      return end && END_CODES[end];
    },

    actorOfToken: async (token, origin) => {
      const address = limitedAddress(origin);
      const limit = limitOf(settings.rateLimits, "tokens", address);
      // Before the token is looked at: a right guess after a thousand wrong ones must not be told apart.
      if (limit !== undefined) requireNoWait(await rateLimits.wait(limit));
      if (!isConfiguredToken(token.reveal(), settings.adminTokenSha256)) {
        await takeLimits(context, [["tokens", address]]);
        throw new AppError("access.token_invalid");
      }
      return { kind: "token", name: ADMIN_TOKEN_NAME, roles: new Set(["administrator"] as const), origin };
    },

    signOut: (actor) => endSession(context, actor),
  };
}
