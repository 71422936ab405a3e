import type { Account } from "../../entitlements/model";
import { requireAdministrator, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import { parseAccount, patchAccount } from "./account-input";
import type { AdminUseCases } from "./admin-use-cases";
import { change, conflictIn, found } from "./change";
import { consequencesOf, peopleLosing } from "./consequences";
import { everyPage } from "./every-page";
import { refuseField } from "./parse-input";

type Accounts = AdminUseCases["accounts"];

function objectOf({ accountId, name }: Account) {
  return { kind: "account", id: accountId, name };
}

/** What the database finds taken when an account is written: the number first, else the alias. */
function takenField(isNew: boolean, { alias }: Account): string {
  return isNew || alias === undefined ? "accountId" : "alias";
}

/** AWS accounts. Their id is the 12-digit number, and never changes. */
export function accountCollection(context: FlowContext): Accounts {
  const { accounts, targets } = context;
  const viewed = (account: Account, targetCount: number) => ({
    ...account,
    id: account.accountId,
    targetCount,
  });
  const counted = async (account: Account) => {
    const counts = await targets.countByAccount([account.accountId]);
    return viewed(account, counts.get(account.accountId) ?? 0);
  };
  return {
    list: async (actor, query) => {
      await requireReader(context, actor, "accounts.list");
      const page = await accounts.list(query);
      const counts = await targets.countByAccount(page.items.map(({ accountId }) => accountId));
      return { ...page, items: page.items.map((item) => viewed(item, counts.get(item.accountId) ?? 0)) };
    },
    get: async (actor, id) => {
      await requireReader(context, actor, "accounts.get");
      return counted(found(await accounts.byId(id)));
    },
    create: async (actor, input) => {
      await requireAdministrator(context, actor, "accounts.create");
      const account = parseAccount(input, context.settings);
      const known = await accounts.byId(account.accountId);
      const created = await change(context, actor, async (stores) => {
        const result = await conflictIn(
          takenField(known !== undefined, account),
          stores.accounts.create(account),
        );
        return {
          result,
          happening: { action: "account.created", object: objectOf(result), detail: { after: result } },
        };
      });
      return viewed(created, 0);
    },
    update: async (actor, id, input) => {
      await requireAdministrator(context, actor, "accounts.update");
      const { targetCount } = await counted(found(await accounts.byId(id)));
      const updated = await change(context, actor, async (stores) => {
        const before = found(await stores.accounts.byId(id));
        const after = patchAccount(before, input, context.settings);
        if (after.accountId !== before.accountId) {
          refuseField("accountId", "cannot be changed: add the other account instead");
        }
        if (after.partition !== before.partition && targetCount > 0) {
          refuseField("partition", "cannot be changed while the account has roles: their ARNs name it");
        }
        const result = await conflictIn(takenField(false, after), stores.accounts.update(id, after));
        return {
          result,
          happening: {
            action: "account.updated",
            object: objectOf(result),
            detail: { before, after: result },
          },
        };
      });
      return viewed(updated, targetCount);
    },
    delete: async (actor, id) => {
      await requireAdministrator(context, actor, "accounts.delete");
      const { summary } = await accountConsequences(context, found(await accounts.byId(id)));
      await change(context, actor, async (stores) => {
        const before = found(await stores.accounts.byId(id));
        await stores.accounts.delete(id);
        const detail = { before, consequences: summary };
        return {
          result: undefined,
          happening: { action: "account.deleted", object: objectOf(before), detail },
        };
      });
    },
    consequencesOfDelete: async (actor, id) => {
      await requireReader(context, actor, "accounts.get");
      return accountConsequences(context, found(await accounts.byId(id)));
    },
  };
}

async function accountConsequences(context: FlowContext, { accountId }: Account) {
  const { targets, grants } = context;
  const removed = await everyPage((page) => grants.list({ ...page, accountId }));
  const counts = await targets.countByAccount([accountId]);
  return consequencesOf(await peopleLosing(context, removed, []), [
    { kind: "target", count: counts.get(accountId) ?? 0 },
    { kind: "grant", count: removed.length },
  ]);
}
