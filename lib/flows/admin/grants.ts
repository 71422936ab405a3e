import { grantState } from "../../entitlements/grant-matches";
import { type Account, type Grant, type Principal, roleArnOf, type Target } from "../../entitlements/model";
import { requireAdministrator, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { ChangeStores } from "../ports";
import type { AdminUseCases, GrantView } from "./admin-use-cases";
import { change, found } from "./change";
import { consequencesOf, peopleLosing } from "./consequences";
import { everyPage } from "./every-page";
import { type GrantRules, parseGrant, patchGrant } from "./grant-input";

type Grants = AdminUseCases["grants"];
type Places = Pick<ChangeStores, "targets" | "accounts">;

function principalText(principal: Principal): string {
  if ("group" in principal) return `group ${principal.group}`;
  if ("user" in principal) return `user ${principal.user}`;
  return `${principal.attribute} = ${principal.equals}`;
}

function viewOf(grant: Grant, target: Target, account: Account, now: Date): GrantView {
  const roleArn = roleArnOf(target);
  return {
    ...grant,
    targetName: target.name,
    ...(roleArn === undefined ? {} : { roleArn }),
    accountId: account.accountId,
    accountName: account.name,
    state: grantState(grant, now),
  };
}

async function viewed(stores: Places, grant: Grant, now: Date): Promise<GrantView> {
  const target = found(await stores.targets.byId(grant.targetId));
  return viewOf(grant, target, found(await stores.accounts.byId(target.accountId)), now);
}

function objectOf({ id, principal, accountName, targetName }: GrantView) {
  return { kind: "grant", id, name: `${principalText(principal)} → ${accountName} / ${targetName}` };
}

function rules(stores: ChangeStores): GrantRules {
  return {
    target: (id) => stores.targets.byId(id),
    hasConnection: async (slug) => (await stores.connections.bySlug(slug)) !== undefined,
  };
}

/** Who may have which target, within which limits. */
export function grantCollection(context: FlowContext): Grants {
  const { clock, grants } = context;
  return {
    list: async (actor, query) => {
      await requireReader(context, actor, "grants.list");
      const now = clock.now();
      const page = await grants.list(query);
      const items = page.items.map(({ target, account, ...grant }) => viewOf(grant, target, account, now));
      return { ...page, items };
    },
    get: async (actor, id) => {
      await requireReader(context, actor, "grants.get");
      return viewed(context, found(await grants.byId(id)), clock.now());
    },
    create: async (actor, input) => {
      await requireAdministrator(context, actor, "grants.create");
      return change(context, actor, async (stores) => {
        const grant = await stores.grants.create(await parseGrant(input, rules(stores)));
        const result = await viewed(stores, grant, clock.now());
        const happening = {
          action: "grant.created",
          object: objectOf(result),
          detail: { after: result },
        } as const;
        return { result, happening };
      });
    },
    update: async (actor, id, input) => {
      await requireAdministrator(context, actor, "grants.update");
      return change(context, actor, async (stores) => {
        const before = found(await stores.grants.byId(id));
        const after = await stores.grants.update(id, await patchGrant(before, input, rules(stores)));
        const result = await viewed(stores, after, clock.now());
        const detail = { before, after: result };
        return { result, happening: { action: "grant.updated", object: objectOf(result), detail } };
      });
    },
    delete: async (actor, id) => {
      await requireAdministrator(context, actor, "grants.delete");
      const { summary } = await grantConsequences(context, found(await grants.byId(id)));
      await change(context, actor, async (stores) => {
        const before = await viewed(stores, found(await stores.grants.byId(id)), clock.now());
        await stores.grants.delete(id);
        const detail = { before, consequences: summary };
        return {
          result: undefined,
          happening: { action: "grant.deleted", object: objectOf(before), detail },
        };
      });
    },
    consequencesOfDelete: async (actor, id) => {
      await requireReader(context, actor, "grants.get");
      return grantConsequences(context, found(await grants.byId(id)));
    },
  };
}

async function grantConsequences(context: FlowContext, grant: Grant) {
  const { targetId } = grant;
  const ofTarget = await everyPage((page) => context.grants.list({ ...page, targetId }));
  const staying = ofTarget.filter(({ id }) => id !== grant.id);
  return consequencesOf(await peopleLosing(context, [grant], staying), []);
}
