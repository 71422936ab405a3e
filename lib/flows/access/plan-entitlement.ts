import type { Entitlement } from "../../entitlements/entitlement";
import type { TagPolicy } from "../../entitlements/model";
import type { Identity } from "../../identity/identity";
import type { SessionUse } from "../../issuance/decide-duration";
import type { PlanSettings } from "../../issuance/kinds/kind";
import type { SessionPlan } from "../../issuance/plan";
import { planSession, type SessionWish } from "../../issuance/plan-session";
import { stsPlace } from "../../issuance/sts-place";
import type { FlowContext } from "../flow-context";

type Context = Pick<FlowContext, "settings" | "connections" | "ownIdentity">;

/** Most targets have no use for it: their sessions cost no statement more. */
async function tagPolicyOf(
  { connections }: Context,
  identity: Identity,
  { target }: Entitlement,
): Promise<TagPolicy> {
  const isNeeded = target.useConnectionTags || target.sessionTags.some((rule) => "attribute" in rule);
  const connection = isNeeded ? await connections.bySlug(identity.connection) : undefined;
  // A connection that is gone says nothing of tags any more, so none of its attributes may become one.
  return connection?.tagPolicy ?? { sessionTags: [], tagAttributes: [] };
}

/** What plans of this entitlement must know of this installation. */
export async function planSettings(
  { settings, ownIdentity }: Pick<Context, "settings" | "ownIdentity">,
  { account, target }: Pick<Entitlement, "account" | "target">,
): Promise<PlanSettings> {
  const { samlProviderName, origin: issuer, hasOwnStsEndpoint } = settings;
  const isOwnCall = target.kind === "assume-role" && target.accessKey === undefined;
  const ownIdentityArn = isOwnCall ? await ownIdentity(stsPlace(account)) : undefined;
  const facts = { samlProviderName, issuer, hasOwnStsEndpoint };
  return { ...facts, ...(ownIdentityArn === undefined ? {} : { ownIdentityArn }) };
}

/**
 * What would be asked of AWS for this person now. What is issued, previewed and checked is planned here.
 * @throws AppError `issuance.*`, `aws.arn_invalid`
 */
export async function planEntitlement(
  context: Context,
  person: { readonly identity: Identity; readonly sessionName: string },
  entitlement: Entitlement,
  wish: SessionWish,
  use: SessionUse,
): Promise<SessionPlan> {
  return planSession({
    entitlement,
    person,
    tagPolicy: await tagPolicyOf(context, person.identity, entitlement),
    wish,
    use,
    settings: await planSettings(context, entitlement),
  });
}
