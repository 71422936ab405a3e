import type { Target, TargetDraft } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { PolicyDocument } from "../../trust/policies/policy-document";
import { trustPolicyFor } from "../../trust/policies/trust-policy";
import { roleNeedOfTarget } from "../../trust/role-need";
import { connectionFacts } from "../access/connection-facts";
import { planSettings } from "../access/plan-entitlement";
import { previewOf } from "../access/preview-plan";
import { found } from "../admin/change";
import { parseTarget, patchTarget } from "../admin/target-input";
import { targetRules } from "../admin/target-rules";
import { requireAdministrator } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { InspectUseCases, UnsavedTarget } from "./inspect-use-cases";
import { somebody, ungranted } from "./plan-for";

/** Of a target that is in no database; it is in no answer either. */
const UNSAVED = "00000000-0000-0000-0000-000000000000";

/** What would be saved, by the code that saves. */
async function draftOf(context: FlowContext, { targetId, target }: UnsavedTarget): Promise<Target> {
  const rules = targetRules(context);
  const draft: TargetDraft =
    targetId === undefined
      ? await parseTarget(target, rules)
      : await patchTarget(found(await context.targets.byId(targetId)), target, rules);
  return { ...draft, id: targetId ?? UNSAVED } as Target;
}

/** Nothing where no role is assumed, or where nobody is known to call: the set-up says which. */
async function trustOf(
  context: FlowContext,
  { account, target }: Parameters<typeof planSettings>[1],
): Promise<PolicyDocument | undefined> {
  const settings = {
    ...(await planSettings(context, { account, target })),
    samlEntityId: context.issuance.entityId,
  };
  try {
    const need = roleNeedOfTarget(target, account, settings, await connectionFacts(context, [target]));
    return need && trustPolicyFor(need);
  } catch (error) {
    if (error instanceof AppError && error.code === "trust.identity_unknown") return undefined;
    throw error;
  }
}

/**
 * The plan of a target as it is being typed, by the code that saves, plans and sets up. Nothing is written and AWS is
 * asked for no session.
 */
export function previewTarget(context: FlowContext): InspectUseCases["previewTarget"] {
  return async (actor, unsaved) => {
    await requireAdministrator(context, actor, "targets.preview");
    const target = await draftOf(context, unsaved);
    const account = found(await context.accounts.byId(target.accountId));
    const person = await somebody(context, actor, unsaved.personId);
    const entitlement = ungranted(account, target);
    const preview = await previewOf(context, person, entitlement, {});
    const trustPolicy = await trustOf(context, entitlement);
    const { username, connection } = person.identity;
    return {
      ...preview,
      person: { username, connection },
      ...(trustPolicy === undefined ? {} : { trustPolicy }),
    };
  };
}
