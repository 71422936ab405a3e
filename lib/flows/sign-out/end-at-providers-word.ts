import type { RequestOrigin } from "../../identity/actor";
import type { FlowContext } from "../flow-context";
import type { ProviderLogout } from "../logout-ports";
import type { Connection } from "../ports";
import { record } from "../record";

/**
 * Ends what a verified message of the connection's provider names, at once and on every replica: every request asks
 * for its session. The event follows, since a session that should be over must not wait for the audit.
 * @returns false, and nothing happened, when the message was used before
 */
export async function endAtProvidersWord(
  context: Pick<FlowContext, "clock" | "random" | "logouts" | "audit">,
  connection: Connection,
  origin: RequestOrigin,
  logout: ProviderLogout,
): Promise<boolean> {
  const ended = await context.logouts.endSessions(logout, context.clock.now());
  if (ended === undefined) return false;
  await record(context, context.audit, undefined, origin, {
    action: "logout.accepted",
    outcome: "success",
    object: { kind: "connection", id: connection.id, name: connection.slug },
    detail: {
      protocol: connection.kind,
      sessions: ended.length,
      usernames: [...new Set(ended.map(({ username }) => username))],
      allOfThePerson: logout.sessions === undefined,
    },
  });
  return true;
}
