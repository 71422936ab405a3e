import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newEntitlement, openWorld, REQUEST_ORIGIN, refusalOf, type World } from "../fixtures/world";
import { sessionUseCases } from "../sessions/sessions";
import { personUseCases } from "./person";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => world.close());

async function signIn(personId: string): Promise<string> {
  const id = randomUUID();
  const now = world.now();
  await world.context.appSessions.create({
    id,
    personId,
    now,
    expiresAt: new Date(now.getTime() + 3_600_000),
    remoteAddress: "192.0.2.7",
    userAgent: "browser",
    authentication: { methods: [] },
  });
  return id;
}

const isSignedIn = async (session: string) =>
  (await sessionUseCases(world.context).actorOfSession(session, REQUEST_ORIGIN)) !== undefined;

test("a person is shown with their groups, what they may take because of which grant, and their sessions", async () => {
  const group = `g-${randomUUID()}`;
  const { grant, target } = await newEntitlement(world, group);
  const { personId } = await world.person({ groups: [group] });
  const made = await signIn(personId);
  const shown = await personUseCases(world.context).get(world.token(), personId);
  expect(shown).toMatchObject({
    groups: [group],
    groupsFrom: "sign-in",
    isDisabled: false,
    entitlements: [{ id: target.id, because: [{ grantId: grant.id, principal: { group } }] }],
  });
  const [session] = shown.sessions.filter(({ id }) => id === made);
  expect(session).toMatchObject({ remoteAddress: "192.0.2.7", userAgent: "browser" });
});

test("one session is ended and the others stay; then all of them, and each time the audit says so", async () => {
  const { personId, appSessionId } = await world.person();
  const other = await world.person();
  const [first, second] = [await signIn(personId), await signIn(personId)];
  const theirs = await signIn(other.personId);
  const person = personUseCases(world.context);

  expect(await person.endSessions(world.token(), personId, first)).toBe(1);
  expect([await isSignedIn(first), await isSignedIn(second)]).toEqual([false, true]);
  expect(await person.endSessions(world.token(), personId, theirs)).toBe(0);
  expect(await person.endSessions(world.token(), personId)).toBe(2);
  expect([await isSignedIn(second), await isSignedIn(appSessionId), await isSignedIn(theirs)]).toEqual([
    false,
    false,
    true,
  ]);
  const { endOfSession } = sessionUseCases(world.context);
  expect([await endOfSession(first), await endOfSession(appSessionId), await endOfSession(theirs)]).toEqual([
    "access.ended_by_administrator",
    "access.ended_by_administrator",
    undefined,
  ]);
  const [event] = await world.events();
  expect(event).toMatchObject({
    action: "person.signed_out",
    object: { kind: "person", id: personId },
    detail: { sessions: 2, which: "all" },
  });
});

test("an auditor looks and ends nothing; anybody else does not even look", async () => {
  const { personId } = await world.person();
  const session = await signIn(personId);
  const person = personUseCases(world.context);
  const auditor = await world.person({ groups: ["rolebridge-auditors"] });
  expect((await person.get(auditor, personId)).sessions.map(({ id }) => id)).toContain(session);
  expect((await refusalOf(person.endSessions(auditor, personId))).code).toBe("access.not_administrator");
  expect((await refusalOf(person.get(await world.person(), personId))).code).toBe("access.not_administrator");
  expect(await isSignedIn(session)).toBe(true);
  expect((await refusalOf(person.get(world.token(), randomUUID()))).code).toBe("admin.not_found");
});
