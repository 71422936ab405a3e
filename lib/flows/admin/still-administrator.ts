import { AppError } from "../../errors/app-error";
import type { Actor } from "../../identity/actor";
import { rolesOf } from "../../identity/roles";
import type { FlowSettings } from "../flow-context";
import type { ChangeStores } from "../ports";

/**
 * Whoever changes whose groups count must still be an administrator when it is done: the next click of theirs would
 * find nothing to take it back with (W23). Part of the transaction of the change.
 * @throws AppError `admin.would_lock_out`
 */
export async function requireStillAdministrator(
  { roles }: Pick<FlowSettings, "roles">,
  { people }: Pick<ChangeStores, "people">,
  actor: Actor,
): Promise<void> {
  if (actor.kind !== "person") return;
  const person = await people.byId(actor.personId);
  const isStill =
    person !== undefined && !person.isDisabled && rolesOf(person.identity, roles).has("administrator");
  if (!isStill) throw new AppError("admin.would_lock_out");
}
