import { sessionNameCandidates } from "../../aws/session-name";
import { AppError } from "../../errors/app-error";
import type { PersonActor, RequestOrigin } from "../../identity/actor";
import type { Authentication } from "../../identity/authentication";
import type { Identity } from "../../identity/identity";
import { rolesOf } from "../../identity/roles";
import type { FlowContext } from "../flow-context";
import type { ProviderSession } from "../logout-ports";
import type { Connection } from "../ports";
import { record } from "../record";
import type { SignedIn } from "../use-cases";
import { receiveRelayed } from "./receive-relayed";

type Context = Pick<
  FlowContext,
  "clock" | "random" | "settings" | "people" | "appSessions" | "relayedAssertions" | "audit"
>;

/**
 * Starts an app session: the person's row is renewed with what the identity provider said, the session gets a
 * new id (W06), the sign-in is audited, and only then does the id leave.
 * @param sessionNotOnOrAfter the identity provider's own end of the session (S52)
 */
export async function openAppSession(
  context: Context,
  login: {
    readonly connection: Connection;
    readonly identity: Identity;
    readonly authentication: Authentication;
    readonly returnTo: string;
    readonly sessionNotOnOrAfter?: Date | undefined;
    /** Came with the sign-in, and becomes the person's. */
    readonly relayedAssertionId?: string | undefined;
    /** How the identity provider knows it, where it told us. */
    readonly providerSession?: ProviderSession | undefined;
    readonly startedBy: "us" | "identity_provider";
    readonly origin: RequestOrigin;
  },
): Promise<SignedIn> {
  const { clock, random, settings, people, appSessions, audit } = context;
  const { connection, identity, authentication, origin } = login;
  const now = clock.now();
  const ours = now.getTime() + settings.sessionSeconds * 1_000;
  const expiresAt = new Date(Math.min(ours, login.sessionNotOnOrAfter?.getTime() ?? ours));
  if (expiresAt <= now) throw new AppError("signin.response_refused", { reason: "session_over" });
  const candidates = sessionNameCandidates(identity.username, connection.slug, identity.subject);
  const person = await people.upsert(connection.id, identity, now, candidates);
  if (person.isDisabled) throw new AppError("signin.person_disabled", { reason: "provisioning" });
  const appSessionId = random.uuid();
  const { remoteAddress, userAgent } = origin;
  await appSessions.create({
    id: appSessionId,
    personId: person.id,
    now,
    expiresAt,
    remoteAddress,
    userAgent,
    ...(login.providerSession === undefined ? {} : { providerSession: login.providerSession }),
    authentication,
  });
  const actor: PersonActor = {
    kind: "person",
    personId: person.id,
    connectionId: connection.id,
    identity: person.identity,
    sessionName: person.sessionName,
    roles: rolesOf(person.identity, settings.roles),
    appSessionId,
    authentication,
    signedInAt: now,
    expiresAt,
    origin,
  };
  await record(context, audit, actor, origin, {
    action: "login.succeeded",
    outcome: "success",
    object: { kind: "connection", id: connection.id, name: connection.slug },
    detail: {
      protocol: connection.kind,
      startedBy: login.startedBy,
      // What counts: with provisioning that is not what the sign-in said.
      groups: person.identity.groups,
      groupsClaim: person.identity.groupsClaim,
      roles: [...actor.roles],
      authentication,
      expiresAt,
    },
  });
  await receiveRelayed(context, actor, login.relayedAssertionId, origin);
  return { appSessionId, returnTo: login.returnTo, expiresAt };
}
