import type { PersonActor, RequestOrigin } from "../../identity/actor";
import type { FlowContext } from "../flow-context";
import { record } from "../record";

type Context = Pick<FlowContext, "clock" | "random" | "audit" | "relayedAssertions">;

/** The assertion for AWS that came along becomes this person's, for what is left of its five minutes. */
export async function receiveRelayed(
  context: Context,
  actor: PersonActor,
  id: string | undefined,
  origin: RequestOrigin,
): Promise<void> {
  if (id === undefined) return;
  const relayed = await context.relayedAssertions.claim(id, actor.personId, context.clock.now());
  // Over while the person took their time: they are signed in, and the role will ask for a fresh one.
  if (relayed === undefined) return;
  const { assertionId, roles, expiresAt } = relayed;
  await record(context, context.audit, actor, origin, {
    action: "relay.received",
    outcome: "success",
    object: { kind: "connection", id: actor.connectionId, name: actor.identity.connection },
    detail: { proofId: assertionId, roles, expiresAt },
  });
}
