import type { Target } from "../../entitlements/model";
import { requireAdministrator, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { AccountStore } from "../ports";
import type { AdminUseCases, TargetView } from "./admin-use-cases";
import { change, conflictIn, found } from "./change";
import { consequencesOf, peopleLosing } from "./consequences";
import { everyPage } from "./every-page";
import { parseTarget, patchTarget } from "./target-input";
import { targetRules } from "./target-rules";

type Targets = AdminUseCases["targets"];

function objectOf({ id, name }: Target, accountName: string) {
  return { kind: "target", id, name: `${accountName} / ${name}` };
}

async function viewed(accounts: Pick<AccountStore, "byId">, target: Target): Promise<TargetView> {
  const { name } = found(await accounts.byId(target.accountId));
  return { ...target, accountName: name };
}

/** What one can get a session for: a role of an account, with the kind of proof and its limits. */
export function targetCollection(context: FlowContext): Targets {
  const { accounts, targets } = context;
  return {
    list: async (actor, query) => {
      await requireReader(context, actor, "targets.list");
      return targets.list(query);
    },
    get: async (actor, id) => {
      await requireReader(context, actor, "targets.get");
      return viewed(accounts, found(await targets.byId(id)));
    },
    create: async (actor, input) => {
      await requireAdministrator(context, actor, "targets.create");
      return change(context, actor, async (stores) => {
        const target = await parseTarget(input, targetRules(stores));
        const result = await viewed(stores.accounts, await conflictIn("name", stores.targets.create(target)));
        const object = objectOf(result, result.accountName);
        return { result, happening: { action: "target.created", object, detail: { after: result } } };
      });
    },
    update: async (actor, id, input) => {
      await requireAdministrator(context, actor, "targets.update");
      return change(context, actor, async (stores) => {
        const before = found(await stores.targets.byId(id));
        const after = await patchTarget(before, input, targetRules(stores));
        const result = await viewed(
          stores.accounts,
          await conflictIn("name", stores.targets.update(id, after)),
        );
        const object = objectOf(result, result.accountName);
        return { result, happening: { action: "target.updated", object, detail: { before, after: result } } };
      });
    },
    delete: async (actor, id) => {
      await requireAdministrator(context, actor, "targets.delete");
      const { summary } = await targetConsequences(context, found(await targets.byId(id)));
      await change(context, actor, async (stores) => {
        const before = await viewed(stores.accounts, found(await stores.targets.byId(id)));
        await stores.targets.delete(id);
        const object = objectOf(before, before.accountName);
        const detail = { before, consequences: summary };
        return { result: undefined, happening: { action: "target.deleted", object, detail } };
      });
    },
    consequencesOfDelete: async (actor, id) => {
      await requireReader(context, actor, "targets.get");
      return targetConsequences(context, found(await targets.byId(id)));
    },
  };
}

async function targetConsequences(context: FlowContext, { id }: Target) {
  const removed = await everyPage((page) => context.grants.list({ ...page, targetId: id }));
  return consequencesOf(await peopleLosing(context, removed, []), [{ kind: "grant", count: removed.length }]);
}
