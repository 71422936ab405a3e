import { AppError } from "../../errors/app-error";
import type { PersonActor } from "../../identity/actor";
import { type Authentication, signedInSince, statesMfa } from "../../identity/authentication";
import type { Identity } from "../../identity/identity";
import type { FlowContext } from "../flow-context";
import type { Connection } from "../ports";

/** What a new sign-in is for: just to be fresh, or to be fresh with a second factor. */
export type StepUpWish = "sign_in" | "mfa";

/** What the answer has to show, remembered with the request. */
export interface StepUpExpected {
  readonly personId: string;
  readonly mfa: boolean;
}

/**
 * Nobody is signed in any more: then this is a first sign-in, and what it is worth is judged when it is used.
 * @throws AppError `stepup.other_person`
 */
export function expectedOf(
  slug: string,
  wish: StepUpWish | undefined,
  actor: PersonActor | undefined,
): StepUpExpected | undefined {
  if (wish === undefined || actor === undefined) return undefined;
  if (actor.identity.connection !== slug) throw new AppError("stepup.other_person");
  return { personId: actor.personId, mfa: wish === "mfa" };
}

/** An answer to a step-up, verified, and the request it answers. */
export interface StepUpAnswer {
  readonly connection: Connection;
  readonly identity: Identity;
  readonly authentication: Authentication;
  readonly expected: StepUpExpected;
  /** When it was asked for. */
  readonly askedAt: Date;
  /** Where the person was, and goes back to. */
  readonly returnTo: string;
}

/**
 * Refuses an answer that does not show what was asked for, before anything changes: the app session that is there
 * stays as it was. That targets are safe does not hang on it (they judge the sign-in itself whenever they are used);
 * it tells the person at once that their identity provider did not do as it was told.
 * @throws AppError `stepup.other_person`, `stepup.sign_in_not_fresh`, `stepup.mfa_not_stated`
 */
export async function requireStepUpAnswer(
  { people, settings }: Pick<FlowContext, "people" | "settings">,
  { connection, identity, authentication, expected, askedAt, returnTo: link }: StepUpAnswer,
): Promise<void> {
  const person = await people.byId(expected.personId);
  const isSame = person?.connectionId === connection.id && person.identity.subject === identity.subject;
  if (!isSame) throw new AppError("stepup.other_person", { reason: "step_up_of_another_person", link });
  // `auth_time` has whole seconds, and clocks differ as much as the configuration allows.
  const since = new Date(askedAt.getTime() - settings.clockSkewSeconds * 1_000 - 1_000);
  if (!signedInSince(authentication, since)) {
    const reason = authentication.at === undefined ? "sign_in_time_not_stated" : "sign_in_before_the_request";
    throw new AppError("stepup.sign_in_not_fresh", { reason, link });
  }
  if (expected.mfa && !statesMfa(authentication, connection.mfa)) {
    throw new AppError("stepup.mfa_not_stated", { reason: "second_factor_not_stated", link });
  }
}
