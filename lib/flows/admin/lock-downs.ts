import { z } from "zod";
import { AppError } from "../../errors/app-error";
import type { Actor } from "../../identity/actor";
import { log } from "../../log/log";
import { requireAdministrator, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { LockDown } from "../lock-down";
import { change, found } from "./change";
import { cutOff } from "./cut-off";
import { label, wanted } from "./fields";
import type { LockDownUseCases } from "./lock-down-use-cases";
import { parseInput } from "./parse-input";

const reason = label(300);
const newSchema = z.discriminatedUnion(
  "scope",
  [
    z.strictObject({ scope: z.literal("everything"), reason }),
    z.strictObject({
      scope: z.literal("account"),
      accountId: z.string({ error: wanted("the number of an account") }),
      reason,
    }),
    z.strictObject({
      scope: z.literal("person"),
      personId: z.string({ error: wanted("the id of a person") }),
      reason,
    }),
  ],
  { error: "must be everything, account or person" },
);
const liftSchema = z.strictObject({
  status: z.literal("lifted", { error: 'must be "lifted"' }),
  reason,
});

type Subject = Pick<LockDown, "scope" | "subjectId" | "subjectName">;

/** Lock-downs: made and lifted by administrators, each with a reason, each in the audit. */
export function lockDownUseCases(context: FlowContext): LockDownUseCases {
  const { lockDowns } = context;
  return {
    list: async (actor, query) => {
      await requireReader(context, actor, "lock_downs.list");
      return lockDowns.list(query);
    },
    get: async (actor, id) => {
      await requireReader(context, actor, "lock_downs.get");
      return found(await lockDowns.byId(id));
    },
    inForce: async (actor) => {
      await requireReader(context, actor, "lock_downs.list");
      return lockDowns.inForce();
    },
    personCalled: async (actor, personId) => {
      await requireReader(context, actor, "lock_downs.create");
      const { identity } = found(await context.people.byId(personId));
      return { username: identity.username, displayName: identity.displayName };
    },
    create: async (actor, input) => {
      await requireAdministrator(context, actor, "lock_downs.create");
      return create(context, actor, parseInput(newSchema, input));
    },
    lift: async (actor, id, input) => {
      await requireAdministrator(context, actor, "lock_downs.lift");
      return lift(context, actor, id, parseInput(liftSchema, input).reason);
    },
    cutOff: async (actor, id) => {
      await requireAdministrator(context, actor, "lock_downs.cut_off");
      return cutOff(context, found(await lockDowns.byId(id)));
    },
    concerning: async ({ personId }) => {
      const concerned = (await lockDowns.inForce()).filter(
        ({ scope, subjectId }) => scope === "everything" || (scope === "person" && subjectId === personId),
      );
      return concerned[0]?.scope;
    },
  };
}

async function create(
  context: FlowContext,
  actor: Actor,
  wish: z.infer<typeof newSchema>,
): Promise<LockDown> {
  const subject = await subjectOf(context, wish);
  const lockDown: LockDown = {
    ...subject,
    id: context.random.uuid(),
    reason: wish.reason,
    createdAt: context.clock.now(),
    createdBy: nameOf(actor),
  };
  try {
    await change(context, actor, async (stores) => {
      await stores.lockDowns.create(lockDown);
      const detail = { scope: lockDown.scope, reason: lockDown.reason };
      return {
        result: lockDown,
        happening: { action: "lock_down.created", object: objectOf(lockDown), detail },
      };
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "admin.conflict") throw error;
    throw new AppError("admin.locked_down_already", { cause: error });
  }
  log.warn("issuance is locked down", { reference: actor.origin.reference, scope: lockDown.scope });
  return lockDown;
}

async function lift(context: FlowContext, actor: Actor, id: string, why: string): Promise<LockDown> {
  const lifted = { at: context.clock.now(), by: nameOf(actor), reason: why };
  const result = await change(context, actor, async (stores) => {
    const before = found(await stores.lockDowns.byId(id));
    if (!(await stores.lockDowns.lift(id, lifted))) throw new AppError("admin.lifted_already");
    const detail = { scope: before.scope, reason: why, because: before.reason };
    return {
      result: { ...before, lifted },
      happening: { action: "lock_down.lifted", object: objectOf(before), detail },
    };
  });
  log.warn("a lock-down of issuance is lifted", { reference: actor.origin.reference, scope: result.scope });
  return result;
}

/** @throws AppError `admin.not_found` */
async function subjectOf(
  { accounts, people }: FlowContext,
  wish: z.infer<typeof newSchema>,
): Promise<Subject> {
  switch (wish.scope) {
    case "everything":
      return { scope: wish.scope };
    case "account": {
      const { accountId, name } = found(await accounts.byId(wish.accountId));
      return { scope: wish.scope, subjectId: accountId, subjectName: name };
    }
    case "person": {
      const { id, identity } = found(await people.byId(wish.personId));
      return { scope: wish.scope, subjectId: id, subjectName: identity.username };
    }
  }
}

function nameOf(actor: Actor): string {
  return actor.kind === "token" ? actor.name : actor.identity.username;
}

function objectOf({ scope, subjectId, subjectName = "Everything" }: Subject) {
  return { kind: scope, name: subjectName, ...(subjectId === undefined ? {} : { id: subjectId }) };
}
