import { AppError } from "../../errors/app-error";
import type { PersonActor } from "../../identity/actor";
import type { PersonalProof, RelayedProof } from "../../issuance/kinds/kind";
import type { PlanOf, SessionPlan } from "../../issuance/plan";
import type { FlowContext } from "../flow-context";
import type { RelayedAssertion } from "../relay-ports";
import { opens, relayLink, relayOpening } from "./relay-standing";
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
 *   `issuance.relay_role_missing` when a fresh one is there and does not name this role;
 *   `issuance.relay_recipient_wrong` when it does, and is made out to another address of AWS than the role takes
 */
async function relayedProof(
  { clock, relayedAssertions }: Context,
  { personId }: PersonActor,
  plan: SessionPlan,
): Promise<RelayedProof | undefined> {
  if (plan.kind !== "saml-relay") return undefined;
  const { relayConnection } = plan;
  const now = clock.now();
  const relayed = await relayedAssertions.find(personId, relayConnection, relayOpening(plan), now);
  if (relayed !== undefined) return relayed;
  throw whyNone(plan, await relayedAssertions.list(personId, relayConnection, now));
}

/** @param kept all that the person has of the connection, none of which opens the role */
function whyNone(plan: PlanOf<"saml-relay">, kept: readonly RelayedAssertion[]): AppError {
  const { roleArn, providerArn, recipient } = plan;
  if (kept.length === 0) return new AppError("issuance.relay_needed", { link: relayLink(plan) });
  const { role } = relayOpening(plan);
  const naming = kept.find((each) => opens(each, { role }));
  if (naming === undefined) {
    return new AppError("issuance.relay_role_missing", {
      detail: `What it sent for AWS does not name the role ${roleArn} with the provider ${providerArn}.`,
    });
  }
  return new AppError("issuance.relay_recipient_wrong", {
    detail: `What it sent for AWS is made out to ${naming.recipient ?? "an unknown address"}; this role takes ${recipient ?? "another"}.`,
  });
}
