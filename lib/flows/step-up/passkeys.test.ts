import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonActor } from "../../identity/actor";
import { type Bends, createAuthenticator } from "../../webauthn/fixtures/authenticator";
import { accessUseCases } from "../access/access";
import { adminUseCases } from "../admin/admin";
import { newEntitlement, ORIGIN, openWorld, REQUEST_ORIGIN, refusalOf, type World } from "../fixtures/world";
import type { SessionUseCases } from "../sessions/session-use-cases";
import { sessionUseCases } from "../sessions/sessions";
import type { AccessUseCases } from "../use-cases";
import { stepUpUseCases } from "./step-up";
import type { StepUpUseCases } from "./step-up-use-cases";

let world: World;
let stepUp: StepUpUseCases;
let access: AccessUseCases;
let sessions: SessionUseCases;
beforeAll(async () => {
  world = await openWorld();
  stepUp = stepUpUseCases(world.context);
  access = accessUseCases(world.context);
  sessions = sessionUseCases(world.context);
});
afterAll(() => world.close());

/** Somebody who signed in this moment, in an app session of theirs. */
async function somebody(change: Parameters<World["person"]>[0] = {}): Promise<PersonActor> {
  const person = await world.person(change);
  return signedInAgain(person);
}

async function signedInAgain({ personId, authentication }: PersonActor): Promise<PersonActor> {
  const id = randomUUID();
  const expiresAt = new Date(world.now().getTime() + 40_000_000);
  const seen = { remoteAddress: "", userAgent: "", authentication: { ...authentication, at: world.now() } };
  await world.database.appSessions.create({ id, personId, now: world.now(), expiresAt, ...seen });
  return current(id);
}

async function current(appSessionId: string): Promise<PersonActor> {
  const actor = await sessions.actorOfSession(appSessionId, REQUEST_ORIGIN);
  if (actor === undefined) throw new Error("the session is over");
  return actor;
}

const newest = async () => (await world.events())[0];

async function add(actor: PersonActor, bends: Bends = {}, authenticator = createAuthenticator(ORIGIN)) {
  const { challenge } = await stepUp.beginPasskey(actor);
  const passkey = await stepUp.addPasskey(actor, {
    name: "Blue key",
    response: authenticator.create(challenge, bends),
  });
  return { authenticator, passkey };
}

async function withPasskey() {
  const actor = await somebody();
  return { actor, ...(await add(actor)) };
}

describe("a passkey is registered", () => {
  test("with user verification, under a name, and in the audit; the options name nobody's other keys", async () => {
    const actor = await somebody();
    const options = await stepUp.beginPasskey(actor);
    expect(options).toMatchObject({
      rp: { id: "rolebridge.example.com" },
      attestation: "none",
      authenticatorSelection: { userVerification: "required" },
      excludeCredentials: [],
    });
    const { passkey, authenticator } = await add(actor);
    expect(await stepUp.passkeys(actor)).toEqual([passkey]);
    expect(passkey).toMatchObject({ name: "Blue key", backedUp: false });
    expect(await newest()).toMatchObject({
      action: "passkey.added",
      object: { id: passkey.id, name: "Blue key" },
    });
    expect((await stepUp.beginPasskey(actor)).excludeCredentials).toMatchObject([
      { id: authenticator.credentialId },
    ]);
  });

  test("by nobody whose sign-in is older than ten minutes", async () => {
    const actor = await somebody();
    const { challenge } = await stepUp.beginPasskey(actor);
    world.advance(601);
    const refusal = await refusalOf(stepUp.beginPasskey(actor));
    expect(refusal).toMatchObject({ code: "stepup.sign_in_required" });
    expect(refusal.link).toContain("returnTo=%2Fpasskeys");
    const response = createAuthenticator(ORIGIN).create(challenge);
    expect((await refusalOf(stepUp.addPasskey(actor, { name: "x", response }))).code).toBe(
      "stepup.sign_in_required",
    );
  });

  test.each<[title: string, bends: Bends]>([
    ["without user verification", { userVerified: false }],
    ["without a touch", { userPresent: false }],
    ["for another origin", { origin: "https://evil.example" }],
    ["for another relying party", { rpId: "example.com" }],
    ["with another challenge", { challenge: Buffer.alloc(32).toString("base64url") }],
    ["by an answer of the other ceremony", { type: "webauthn.get" }],
    ["from inside another site's frame", { crossOrigin: true }],
    ["under another site's page", { topOrigin: "https://evil.example" }],
  ])("never %s", async (_, bends) => {
    const actor = await somebody();
    expect((await refusalOf(add(actor, bends))).code).toBe("stepup.passkey_refused");
    expect(await stepUp.passkeys(actor)).toEqual([]);
    expect(await newest()).toMatchObject({ action: "passkey.refused", detail: { ceremony: "registration" } });
  });

  test.each([undefined, null, {}, "x", { id: "a", rawId: "a", type: "public-key", response: {} }])(
    "never by %j",
    async (response) => {
      const actor = await somebody();
      await stepUp.beginPasskey(actor);
      expect((await refusalOf(stepUp.addPasskey(actor, { name: "x", response }))).code).toBe(
        "stepup.passkey_refused",
      );
    },
  );

  test("once: the challenge is taken, the credential is known to everybody", async () => {
    const actor = await somebody();
    const { challenge } = await stepUp.beginPasskey(actor);
    const authenticator = createAuthenticator(ORIGIN);
    const input = { name: "Blue key", response: authenticator.create(challenge) };
    await stepUp.addPasskey(actor, input);
    expect((await refusalOf(stepUp.addPasskey(actor, input))).reason).toBe("challenge_gone");
    expect((await refusalOf(add(await somebody(), {}, authenticator))).code).toBe("stepup.passkey_known");
  });

  test("ten times a person, also when they come at once", async () => {
    const actor = await somebody();
    for (let made = 0; made < 9; made += 1) await add(actor);
    const again = await Promise.all([signedInAgain(actor), signedInAgain(actor)]);
    const outcomes = await Promise.allSettled(again.map((session) => add(session)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await refusalOf(add(actor))).code).toBe("stepup.passkeys_full");
    expect(await stepUp.passkeys(actor)).toHaveLength(10);
  });
});

describe("a target that asks for a passkey", () => {
  async function asking() {
    const group = randomUUID();
    const { target } = await newEntitlement(world, group, { target: { requirePasskey: true } });
    const actor = await somebody({ groups: [group] });
    return { target, actor, ...(await add(actor)) };
  }
  const ask = (actor: PersonActor, entitlementId: string) =>
    access.issueCredentials(actor, { entitlementId });

  test("gives a session after it was used in this app session, for five minutes", async () => {
    const { actor, target, authenticator } = await asking();
    const refusal = await refusalOf(ask(actor, target.id));
    expect(refusal).toMatchObject({ code: "stepup.passkey_required", status: 403 });
    expect(refusal.link).toBe(`/passkeys/confirm?returnTo=${encodeURIComponent(`/access/${target.id}`)}`);
    const { challenge } = await stepUp.beginConfirmation(actor);
    const { until } = await stepUp.confirmPasskey(actor, authenticator.get(challenge));
    expect(until).toEqual(new Date(world.now().getTime() + 300_000));
    expect(await newest()).toMatchObject({ action: "passkey.used", object: { name: "Blue key" } });
    await ask(await current(actor.appSessionId), target.id);
    world.advance(301);
    expect((await refusalOf(ask(await current(actor.appSessionId), target.id))).code).toBe(
      "stepup.passkey_required",
    );
  });

  test("asks again in another app session of the same person", async () => {
    const { actor, target, authenticator } = await asking();
    const { challenge } = await stepUp.beginConfirmation(actor);
    await stepUp.confirmPasskey(actor, authenticator.get(challenge));
    const other = await signedInAgain(actor);
    expect((await refusalOf(ask(other, target.id))).code).toBe("stepup.passkey_required");
  });

  test("asks again when the passkey is removed, by its owner or an administrator", async () => {
    const grace = await somebody({ groups: ["rolebridge-admins"] });
    const admin = adminUseCases(world.context);
    const removals = [
      (actor: PersonActor, id: string) => stepUp.removePasskey(actor, id),
      (actor: PersonActor) => admin.passkeys.removeAll(grace, actor.personId),
    ];
    for (const remove of removals) {
      const { actor, target, authenticator, passkey } = await asking();
      const { challenge } = await stepUp.beginConfirmation(actor);
      await stepUp.confirmPasskey(actor, authenticator.get(challenge));
      await remove(actor, passkey.id);
      expect(await newest()).toMatchObject({ action: "passkey.removed", outcome: "success" });
      expect((await refusalOf(ask(await current(actor.appSessionId), target.id))).code).toBe(
        "stepup.passkey_required",
      );
      expect((await refusalOf(stepUp.beginConfirmation(actor))).code).toBe("stepup.passkey_missing");
    }
  });
});

describe("the use of a passkey is refused", () => {
  test.each<[title: string, bends: Bends, reason: RegExp]>([
    ["without user verification", { userVerified: false }, /user_verification/],
    ["without a touch", { userPresent: false }, /user/],
    ["at another origin", { origin: "https://evil.example" }, /origin/],
    ["for another relying party", { rpId: "example.com" }, /rp_id/],
    ["with another challenge", { challenge: Buffer.alloc(32).toString("base64url") }, /challenge/],
    ["by an answer of the other ceremony", { type: "webauthn.create" }, /type/],
    ["with another key's signature", { stranger: true }, /^signature_invalid$/],
    ["when its counter did not grow", { signCount: 1 }, /counter/],
    ["from inside another site's frame", { crossOrigin: true }, /^cross_origin$/],
  ])("%s", async (_, bends, reason) => {
    const { actor, authenticator } = await withPasskey();
    const { challenge } = await stepUp.beginConfirmation(actor);
    const refusal = await refusalOf(stepUp.confirmPasskey(actor, authenticator.get(challenge, bends)));
    expect(refusal.code).toBe("stepup.passkey_refused");
    expect(refusal.reason).toMatch(reason);
    expect(await newest()).toMatchObject({ action: "passkey.refused", detail: { ceremony: "assertion" } });
    expect((await current(actor.appSessionId)).passkeyAt).toBeUndefined();
  });

  test("a second time: the challenge was taken", async () => {
    const { actor, authenticator } = await withPasskey();
    const { challenge } = await stepUp.beginConfirmation(actor);
    await stepUp.confirmPasskey(actor, authenticator.get(challenge));
    const refusal = await refusalOf(stepUp.confirmPasskey(actor, authenticator.get(challenge)));
    expect(refusal.reason).toBe("challenge_gone");
  });

  test("after five minutes, and with a challenge of another app session", async () => {
    const { actor, authenticator } = await withPasskey();
    const { challenge } = await stepUp.beginConfirmation(actor);
    const other = await signedInAgain(actor);
    expect((await refusalOf(stepUp.confirmPasskey(other, authenticator.get(challenge)))).reason).toBe(
      "challenge_gone",
    );
    world.advance(301);
    expect((await refusalOf(stepUp.confirmPasskey(actor, authenticator.get(challenge)))).reason).toBe(
      "challenge_gone",
    );
  });

  test("when it is somebody else's, however genuine", async () => {
    const { actor } = await withPasskey();
    const { authenticator: theirs } = await withPasskey();
    const { challenge } = await stepUp.beginConfirmation(actor);
    expect((await refusalOf(stepUp.confirmPasskey(actor, theirs.get(challenge)))).reason).toBe(
      "passkey_unknown",
    );
  });

  test("when the audit cannot be written, and then it counts for nothing", async () => {
    const { actor, authenticator } = await withPasskey();
    const { challenge } = await stepUp.beginConfirmation(actor);
    world.failAudit("passkey.used");
    expect((await refusalOf(stepUp.confirmPasskey(actor, authenticator.get(challenge)))).code).toBe(
      "store.unavailable",
    );
    world.failAudit(undefined);
    expect((await current(actor.appSessionId)).passkeyAt).toBeUndefined();
  });
});

test("nobody but an administrator removes another's passkeys, and nobody removes one by its id alone", async () => {
  const { actor, passkey } = await withPasskey();
  const other = await somebody();
  const admin = adminUseCases(world.context);
  expect((await refusalOf(admin.passkeys.removeAll(other, actor.personId))).code).toBe(
    "access.not_administrator",
  );
  expect((await refusalOf(stepUp.removePasskey(other, passkey.id))).code).toBe("admin.not_found");
  expect(await stepUp.passkeys(actor)).toEqual([passkey]);
  expect((await refusalOf(stepUp.passkeys(world.token()))).code).toBe("access.needs_person");
});

test("a person's passkeys end with their connection", async () => {
  const { actor, passkey } = await withPasskey();
  const { id } = await world.database.connections.create({ ...world.connection, slug: `x-${randomUUID()}` });
  const identity = { ...actor.identity, connection: "gone" };
  const person = await world.database.people.upsert(id, identity, world.now(), [randomUUID()]);
  const { authenticator: _ } = await add({ ...(await signedInAgain({ ...actor, personId: person.id })) });
  expect(await world.database.passkeys.ofPerson(person.id)).toHaveLength(1);
  await world.database.connections.delete(id);
  expect(await world.database.passkeys.ofPerson(person.id)).toEqual([]);
  expect(await stepUp.passkeys(actor)).toEqual([passkey]);
});
