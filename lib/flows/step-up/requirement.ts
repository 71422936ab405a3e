/**
 * What a target asks of the sign-in before a session is issued, and whether somebody meets it now. The one place
 * that decides: issuing, the console, the relay, diagnosis and the check of a target come here, screens show what
 * it says. It judges by what the identity provider signed and by nothing that the browser sends.
 */
import type { Target } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { PersonActor } from "../../identity/actor";
import { signedInSince, statesMfa } from "../../identity/authentication";
import type { FlowContext } from "../flow-context";
import type { Clock } from "../surroundings";
import type { StepUpWish } from "./answer";

type Context = Pick<FlowContext, "clock" | "connections">;
/** What is known of somebody who asks. */
export type Standing = Pick<PersonActor, "authentication" | "identity" | "passkeyAt">;
type Asking = Pick<Target, "freshSignInSeconds" | "requireMfa" | "requirePasskey">;
export type StepUpStep = StepUpWish | "passkey";

/** How long the use of a passkey counts in its app session. */
export const PASSKEY_SECONDS = 300;

export interface StepUpView {
  /** Seconds; absent: any sign-in will do. */
  readonly freshSignInSeconds?: number;
  readonly requireMfa: boolean;
  readonly requirePasskey: boolean;
  /** What this person still has to do now, in this order. */
  readonly missing: readonly StepUpStep[];
  /** Where a new sign-in begins, where one is missing; the address to come back to is added as `returnTo`. */
  readonly signIn?: string;
}

/** Undefined where nothing is asked, which costs no statement. */
export async function stepUpOf(
  context: Context,
  standing: Standing,
  target: Asking,
): Promise<StepUpView | undefined> {
  const { freshSignInSeconds, requireMfa, requirePasskey } = target;
  if (freshSignInSeconds === undefined && !requireMfa && !requirePasskey) return undefined;
  const isFresh = freshSignInSeconds === undefined || isFreshWithin(context, standing, freshSignInSeconds);
  const hasMfa = !requireMfa || (await hasStatedMfa(context, standing));
  const missing = missingOf({
    sign_in: isFresh,
    mfa: hasMfa,
    // Last: a new sign-in is a new app session, in which no passkey was used yet.
    passkey: !requirePasskey || usedPasskey(context, standing),
  });
  return {
    ...(freshSignInSeconds === undefined ? {} : { freshSignInSeconds }),
    requireMfa,
    requirePasskey,
    missing,
    ...(isFresh && hasMfa ? {} : { signIn: signInPath(standing, missing) }),
  };
}

function missingOf(done: Readonly<Record<StepUpStep, boolean>>): readonly StepUpStep[] {
  return (["sign_in", "mfa", "passkey"] as const).filter((step) => !done[step]);
}

function usedPasskey({ clock }: Context, { passkeyAt }: Standing): boolean {
  return passkeyAt !== undefined && passkeyAt >= before(clock, PASSKEY_SECONDS);
}

function before(clock: Clock, seconds: number): Date {
  return new Date(clock.now().getTime() - seconds * 1_000);
}

/** For many targets of one person: asks for their connection once. */
export function remembering<C extends Context>(context: C): C {
  const known = new Map<string, ReturnType<Context["connections"]["bySlug"]>>();
  const bySlug = (slug: string) => {
    const asked = known.get(slug) ?? context.connections.bySlug(slug);
    known.set(slug, asked);
    return asked;
  };
  return { ...context, connections: { ...context.connections, bySlug } };
}

function isFreshWithin({ clock }: Context, { authentication }: Standing, seconds: number): boolean {
  return signedInSince(authentication, before(clock, seconds));
}

/** By the connection as it is now: a word that an administrator has struck off counts no more. */
async function hasStatedMfa({ connections }: Context, { authentication, identity }: Standing) {
  const connection = await connections.bySlug(identity.connection);
  return connection !== undefined && statesMfa(authentication, connection.mfa);
}

/**
 * @param returnTo where the person is, for coming back to it
 * @throws AppError `stepup.sign_in_required`, `stepup.mfa_required`, `stepup.passkey_required`, with the address where the next step begins
 */
export async function requireStepUp(
  context: Context,
  actor: Standing,
  target: Asking,
  returnTo: string,
): Promise<void> {
  const missing = (await stepUpOf(context, actor, target))?.missing ?? [];
  const [first] = missing;
  if (first === undefined) return;
  throw new AppError(CODE[first], { link: stepUpLink(actor, missing, returnTo) });
}

const CODE = {
  sign_in: "stepup.sign_in_required",
  mfa: "stepup.mfa_required",
  passkey: "stepup.passkey_required",
} as const satisfies Record<StepUpStep, string>;

/** Where the next step begins. One new sign-in does for both. */
function stepUpLink(standing: Standing, missing: readonly StepUpStep[], returnTo: string): string {
  const back = new URLSearchParams({ returnTo });
  return missing[0] === "passkey" ? `/passkeys/confirm?${back}` : `${signInPath(standing, missing)}&${back}`;
}

function signInPath({ identity }: Standing, missing: readonly StepUpStep[]): string {
  const stepUp: StepUpWish = missing.includes("mfa") ? "mfa" : "sign_in";
  return `/signin/${encodeURIComponent(identity.connection)}?stepUp=${stepUp}`;
}
