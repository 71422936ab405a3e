import { composeEntitlements } from "../../entitlements/compose-entitlements";
import { requireAdministrator, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { PersonRecord } from "../ports";
import { change, found } from "./change";
import { moveUserHere } from "./move-user";
import type { PersonDetail, PersonUseCases } from "./person-use-cases";

async function detailOf(context: FlowContext, person: PersonRecord): Promise<PersonDetail> {
  const { clock, settings, entitlements, appSessions, provisioning, provisionedUsers } = context;
  const { id, connectionId, identity, sessionName, signedInAt, isDisabled } = person;
  const now = clock.now();
  const [matching, sessions, policy, userOfAnother] = await Promise.all([
    isDisabled ? [] : entitlements.matching(identity, now),
    isDisabled ? [] : appSessions.ofPerson(id, now, settings.sessionIdleSeconds),
    provisioning.policy(connectionId),
    identity.groupsClaim === "provisioned_to_another" ? provisionedUsers.ofAnother(id) : undefined,
  ]);
  const taken = composeEntitlements(identity, matching, now);
  return {
    ...identity,
    id,
    sessionName,
    signedInAt,
    isDisabled,
    groupsFrom: policy.enabled ? policy.groupsFrom : "sign-in",
    entitlements: taken.map(({ id: targetId, account, target, because }) => ({
      id: targetId,
      accountId: account.accountId,
      accountName: account.name,
      roleName: target.name,
      because,
    })),
    sessions,
    ...(userOfAnother && { userOfAnother }),
  };
}

/** Who somebody is to Rolebridge, what they may take and why, and where they are signed in. */
export function personUseCases(context: FlowContext): PersonUseCases {
  const { clock, people } = context;
  return {
    get: async (actor, id) => {
      await requireReader(context, actor, "people.get");
      return detailOf(context, found(await people.byId(id)));
    },

    endSessions: async (actor, id, sessionId) => {
      await requireAdministrator(context, actor, "people.end_sessions");
      const person = found(await people.byId(id));
      return change(context, actor, async ({ appSessions }) => {
        const ended = await appSessions.revokeOfPerson(person.id, clock.now(), sessionId);
        const object = { kind: "person", id: person.id, name: person.identity.username };
        const detail = { sessions: ended, which: sessionId === undefined ? "all" : "one" };
        return { result: ended, happening: { action: "person.signed_out", object, detail } };
      });
    },

    moveUserHere: moveUserHere(context),
  };
}
