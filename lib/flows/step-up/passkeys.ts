import { z } from "zod";
import { AppError } from "../../errors/app-error";
import type { PersonActor } from "../../identity/actor";
import { log } from "../../log/log";
import { assertionOptions, readAssertion, verifyAssertion } from "../../webauthn/assertion";
import { registrationOptions, verifyRegistration } from "../../webauthn/registration";
import { type RelyingParty, relyingPartyOf } from "../../webauthn/relying-party";
import { label } from "../admin/fields";
import { parseInput } from "../admin/parse-input";
import { requirePerson } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { Passkey, PasskeyCeremony } from "../passkey-ports";
import { type Happening, record, recordRefusal } from "../record";
import { PASSKEY_SECONDS, requireStepUp } from "./requirement";
import type { PasskeyView, StepUpUseCases } from "./step-up-use-cases";

type Context = Pick<
  FlowContext,
  "clock" | "random" | "settings" | "connections" | "passkeys" | "unitOfWork" | "audit"
>;

const CHALLENGE_BYTES = 32;
const CHALLENGE_MS = 5 * 60_000;
/** Whoever finds an open browser must not be able to make themselves a key to it. */
const REGISTRATION = { freshSignInSeconds: 600, requireMfa: false, requirePasskey: false };
const NEW_PASSKEY = z.strictObject({ name: label(60), response: z.unknown() });

export function passkeyView({ id, name, createdAt, lastUsedAt, backedUp }: Passkey): PasskeyView {
  return { id, name, createdAt, backedUp, ...(lastUsedAt === undefined ? {} : { lastUsedAt }) };
}

function objectOf({ id, name }: Pick<Passkey, "id" | "name">): NonNullable<Happening["object"]> {
  return { kind: "passkey", id, name };
}

/** Bound to the app session and used once: an answer that was overheard, or made for another page, opens nothing. */
async function newChallenge(
  { clock, random, passkeys }: Context,
  { appSessionId }: PersonActor,
  ceremony: PasskeyCeremony,
): Promise<Uint8Array> {
  const challenge = random.bytes(CHALLENGE_BYTES);
  const expiresAt = new Date(clock.now().getTime() + CHALLENGE_MS);
  await passkeys.keepChallenge({ appSessionId, ceremony, challenge, expiresAt });
  return challenge;
}

async function takeChallenge(
  { clock, passkeys }: Context,
  { appSessionId }: PersonActor,
  ceremony: PasskeyCeremony,
): Promise<Uint8Array> {
  const challenge = await passkeys.takeChallenge(appSessionId, ceremony, clock.now());
  if (challenge === undefined) throw new AppError("stepup.passkey_refused", { reason: "challenge_gone" });
  return challenge;
}

async function register(
  context: Context,
  rp: RelyingParty,
  actor: PersonActor,
  input: unknown,
): Promise<PasskeyView> {
  await requireStepUp(context, actor, REGISTRATION, "/passkeys");
  const { name, response } = parseInput(NEW_PASSKEY, input);
  const made = await verifyRegistration(rp, response, await takeChallenge(context, actor, "registration"));
  const passkey = { ...made, id: context.random.uuid(), name, createdAt: context.clock.now() };
  await context.unitOfWork.run(async (stores) => {
    const outcome = await stores.passkeys.add(actor.personId, passkey);
    if (outcome === "known") throw new AppError("stepup.passkey_known");
    if (outcome === "full") throw new AppError("stepup.passkeys_full");
    await record(context, stores.audit, actor, actor.origin, {
      action: "passkey.added",
      outcome: "success",
      object: objectOf(passkey),
      detail: { backedUp: passkey.backedUp },
    });
  });
  return passkeyView(passkey);
}

/** The one that answered, of this person: another's does not count, however genuine. */
async function confirm(
  context: Context,
  rp: RelyingParty,
  actor: PersonActor,
  response: unknown,
): Promise<Passkey> {
  const { passkeys, clock } = context;
  const sent = readAssertion(response);
  const challenge = await takeChallenge(context, actor, "assertion");
  const { personId, appSessionId } = actor;
  const passkey = (await passkeys.ofPerson(personId)).find(({ credentialId }) => credentialId === sent.id);
  if (passkey === undefined) throw new AppError("stepup.passkey_refused", { reason: "passkey_unknown" });
  const { signCount, backedUp } = await verifyAssertion(rp, sent, passkey, challenge);
  const use = {
    id: passkey.id,
    personId,
    appSessionId,
    signCountBefore: passkey.signCount,
    signCount,
    backedUp,
  };
  // Recorded before the session may do more for it.
  await record(context, context.audit, actor, actor.origin, {
    action: "passkey.used",
    outcome: "success",
    object: objectOf(passkey),
  });
  if (await passkeys.used({ ...use, now: clock.now() })) return passkey;
  throw new AppError("stepup.passkey_refused", { reason: "counter_moved_meanwhile" });
}

/** Two of a key are news for whoever watches the log: one of them was copied out of its authenticator. */
function soundClone({ origin, identity }: PersonActor, error: unknown): void {
  if (!(error instanceof AppError) || !error.reason?.includes("counter")) return;
  log.warn("a passkey's counter did not grow: there may be two of it", {
    reference: origin.reference,
    person: identity.username,
  });
}

async function audited<T>(
  context: Context,
  actor: PersonActor,
  ceremony: PasskeyCeremony,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    soundClone(actor, error);
    const happening = { action: "passkey.refused", detail: { ceremony } } as const;
    throw await recordRefusal(context, actor, actor.origin, happening, error);
  }
}

/** A person's own passkeys. */
export function passkeyUseCases(context: Context): Omit<StepUpUseCases, "expectedOf"> {
  const { passkeys, unitOfWork, settings } = context;
  const rp = relyingPartyOf(settings.origin);
  return {
    passkeys: async (actor) => (await passkeys.ofPerson(requirePerson(actor).personId)).map(passkeyView),

    beginPasskey: async (actor) => {
      const person = requirePerson(actor);
      await requireStepUp(context, person, REGISTRATION, "/passkeys");
      const { personId: id, identity } = person;
      const challenge = await newChallenge(context, person, "registration");
      const { username, displayName } = identity;
      return registrationOptions(rp, { id, username, displayName }, challenge, await passkeys.ofPerson(id));
    },

    addPasskey: async (actor, input) => {
      const person = requirePerson(actor);
      return audited(context, person, "registration", register(context, rp, person, input));
    },

    removePasskey: async (actor, id) => {
      const person = requirePerson(actor);
      await unitOfWork.run(async (stores) => {
        const [removed] = await stores.passkeys.remove(person.personId, id);
        if (removed === undefined) throw new AppError("admin.not_found");
        const happening = {
          action: "passkey.removed",
          outcome: "success",
          object: objectOf(removed),
        } as const;
        await record(context, stores.audit, person, person.origin, happening);
      });
    },

    beginConfirmation: async (actor) => {
      const person = requirePerson(actor);
      const known = await passkeys.ofPerson(person.personId);
      if (known.length === 0) throw new AppError("stepup.passkey_missing", { link: "/passkeys" });
      return assertionOptions(rp, await newChallenge(context, person, "assertion"), known);
    },

    confirmPasskey: async (actor, response) => {
      const person = requirePerson(actor);
      await audited(context, person, "assertion", confirm(context, rp, person, response));
      return { until: new Date(context.clock.now().getTime() + PASSKEY_SECONDS * 1_000) };
    },
  };
}
