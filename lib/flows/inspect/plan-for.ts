import { composeEntitlements } from "../../entitlements/compose-entitlements";
import type { Entitlement } from "../../entitlements/entitlement";
import type { Account, Target } from "../../entitlements/model";
import type { Actor } from "../../identity/actor";
import type { Identity } from "../../identity/identity";
import { previewOf } from "../access/preview-plan";
import { found } from "../admin/change";
import { requirePerson, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { InspectUseCases } from "./inspect-use-cases";

/** The target for whoever tries or sees it without a grant: its own limits and no others. */
export function ungranted(account: Account, target: Target): Entitlement {
  return { id: target.id, account, target, maxDurationSeconds: target.maxDurationSeconds, because: [] };
}

export async function targetWithAccount(
  { targets, accounts }: Pick<FlowContext, "targets" | "accounts">,
  targetId: string,
): Promise<{ readonly account: Account; readonly target: Target }> {
  const target = found(await targets.byId(targetId));
  return { target, account: found(await accounts.byId(target.accountId)) };
}

interface Somebody {
  readonly identity: Identity;
  readonly sessionName: string;
}

/** Whoever asks, or somebody by what their identity provider said of them last. */
export async function somebody(
  context: FlowContext,
  actor: Actor,
  personId: string | undefined,
): Promise<Somebody> {
  return personId === undefined ? requirePerson(actor) : found(await context.people.byId(personId));
}

/** What a person would get, by what their identity provider said of them last. */
export function planFor(context: FlowContext): InspectUseCases["planFor"] {
  return async (actor, targetId, { personId, ...wish }) => {
    await requireReader(context, actor, "targets.plan");
    const { account, target } = await targetWithAccount(context, targetId);
    const person = await somebody(context, actor, personId);
    const { identity } = person;
    const now = context.clock.now();
    const matching = await context.entitlements.matching(identity, now, { targetId });
    const [granted] = composeEntitlements(identity, matching, now);
    const preview = await previewOf(context, person, granted ?? ungranted(account, target), wish);
    const { username, connection } = identity;
    return { ...preview, person: { username, connection }, entitled: granted !== undefined };
  };
}
