import { relayedRole } from "../../aws/relayed-roles";
import { AppError } from "../../errors/app-error";
import type { PersonActor } from "../../identity/actor";
import type { PersonalProof, RelayedProof } from "../../issuance/kinds/kind";
import type { SessionPlan } from "../../issuance/plan";
import type { FlowContext } from "../flow-context";
import { relayLink } from "./relay-standing";
import type { PersonalInput } from "./requirements";

type Context = Pick<FlowContext, "clock" | "relayedAssertions">;

/**
 * What only the person can give for this plan. Asked for before AWS is.
 * @throws AppError as `relayedProof`
 */
export async function personalProof(
  context: Context,
  actor: PersonActor,
  plan: SessionPlan,
  { mfaCode }: PersonalInput,
): Promise<PersonalProof> {
  const relayed = await relayedProof(context, actor, plan);
  return { ...(mfaCode === undefined ? {} : { mfaCode }), ...(relayed === undefined ? {} : { relayed }) };
}

/**
 * The assertion that the person's identity provider sent for AWS, where the plan passes one on.
 * @throws AppError `issuance.relay_needed` with the link that fetches a fresh one and leads back;
 *   `issuance.relay_role_missing` when a fresh one is there and does not name this role
 */
async function relayedProof(
  { clock, relayedAssertions }: Context,
  { personId }: PersonActor,
  plan: SessionPlan,
): Promise<RelayedProof | undefined> {
  if (plan.kind !== "saml-relay") return undefined;
  const { relayConnection, roleArn, providerArn } = plan;
  const now = clock.now();
  const role = relayedRole(roleArn, providerArn);
  const relayed = await relayedAssertions.find(personId, relayConnection, role, now);
  if (relayed !== undefined) return relayed;
  if ((await relayedAssertions.list(personId, relayConnection, now)).length > 0) {
    throw new AppError("issuance.relay_role_missing", {
      detail: `What it sent for AWS does not name the role ${roleArn} with the provider ${providerArn}.`,
    });
  }
  throw new AppError("issuance.relay_needed", { link: relayLink(plan) });
}
