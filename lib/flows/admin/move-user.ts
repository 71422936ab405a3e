import { AppError } from "../../errors/app-error";
import { requireAdministrator } from "../authorize";
import type { FlowContext } from "../flow-context";
import { change, found } from "./change";
import type { PersonUseCases } from "./person-use-cases";
import { requireStillAdministrator } from "./still-administrator";

type Context = Pick<FlowContext, "clock" | "random" | "settings" | "people" | "audit" | "unitOfWork">;

/**
 * A subject that changed at the identity provider looks like a second person with the name of the first, and only a
 * human being can tell the two cases apart (ADR 0029). Part of the use-cases of one person.
 */
export function moveUserHere(context: Context): PersonUseCases["moveUserHere"] {
  const { clock, settings, people } = context;
  return async (actor, id) => {
    await requireAdministrator(context, actor, "people.move_user");
    const { connectionId, identity } = found(await people.byId(id));
    await change(context, actor, async (stores) => {
      const { provisionedUsers, appSessions } = stores;
      const seen = await provisionedUsers.ofAnother(id);
      // Locked, so that two who do this at once, or one and a sign-in, are one after the other.
      if (seen !== undefined) await provisionedUsers.lock(connectionId, seen.id);
      const user = await provisionedUsers.ofAnother(id);
      if (user === undefined || user.id !== seen?.id) throw new AppError("admin.no_user_to_move");
      // An issuance holds the session it is for: it is committed before this, or finds the session ended (A08).
      const sessions = await appSessions.revokeOfPerson(user.person.id, clock.now());
      await provisionedUsers.bind(connectionId, user.id, id);
      await requireStillAdministrator(settings, stores, actor);
      const detail = {
        before: { person: user.person.id, username: user.person.username, subject: user.person.subject },
        after: { person: id, username: identity.username, subject: identity.subject },
        sessionsEnded: sessions,
      };
      const object = { kind: "provisioned_user", id: user.id, name: user.userName };
      return { result: undefined, happening: { action: "provisioned_user.moved", object, detail } };
    });
  };
}
