import { requireAdministrator, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import { passkeyView } from "../step-up/passkeys";
import type { AdminUseCases } from "./admin-use-cases";
import { change, found } from "./change";

type Context = Pick<FlowContext, "clock" | "random" | "people" | "passkeys" | "unitOfWork" | "audit">;

/** Passkeys of others: an administrator sees and removes them, and can make none. */
export function personPasskeys(context: Context): AdminUseCases["passkeys"] {
  const { people, passkeys } = context;
  return {
    of: async (actor, personId) => {
      await requireReader(context, actor, "passkeys.list");
      const person = found(await people.byId(personId));
      const { username, displayName } = person.identity;
      return { username, displayName, passkeys: (await passkeys.ofPerson(person.id)).map(passkeyView) };
    },

    removeAll: async (actor, personId) => {
      await requireAdministrator(context, actor, "passkeys.remove");
      const person = found(await people.byId(personId));
      await change(context, actor, async (stores) => {
        const removed = await stores.passkeys.remove(person.id);
        const object = { kind: "person", id: person.id, name: person.identity.username };
        return { result: undefined, happening: { action: "passkey.removed", object, detail: { removed } } };
      });
    },
  };
}
