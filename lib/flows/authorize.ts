import { AppError } from "../errors/app-error";
import type { Actor, PersonActor } from "../identity/actor";
import type { FlowContext } from "./flow-context";
import { recordRefusal } from "./record";

type Refusing = Pick<FlowContext, "clock" | "random" | "audit">;

async function refuse(context: Refusing, actor: Actor, attempted: string): Promise<never> {
  const error = new AppError("access.not_administrator", { reason: "role_missing" });
  const detail = { attempted, roles: [...actor.roles] };
  throw await recordRefusal(context, actor, actor.origin, { action: "admin.refused", detail }, error);
}

/**
 * For everything that changes something. A refusal is audited.
 * @param attempted e.g. `accounts.create`
 * @throws AppError `access.not_administrator`
 */
export async function requireAdministrator(
  context: Refusing,
  actor: Actor,
  attempted: string,
): Promise<void> {
  if (!actor.roles.has("administrator")) await refuse(context, actor, attempted);
}

/** For reading what administrators see: auditors may, too. @throws AppError `access.not_administrator` */
export async function requireReader(context: Refusing, actor: Actor, attempted: string): Promise<void> {
  if (!actor.roles.has("administrator") && !actor.roles.has("auditor"))
    await refuse(context, actor, attempted);
}

/** AWS access belongs to people. @throws AppError `access.needs_person` */
export function requirePerson(actor: Actor): PersonActor {
  if (actor.kind === "person") return actor;
  throw new AppError("access.needs_person");
}
