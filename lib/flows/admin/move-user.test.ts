import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld, REQUEST_ORIGIN, refusalOf, SLUG, type World } from "../fixtures/world";
import { sessionUseCases } from "../sessions/sessions";
import { openAppSession } from "../sign-in/open-app-session";
import { personUseCases } from "./person";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.context.provisioning.setPolicy(world.connection.id, {
    enabled: true,
    groupsFrom: "provisioning",
    groupName: "displayName",
  });
});
afterAll(async () => world.close());

const who = (session: string) => sessionUseCases(world.context).actorOfSession(session, REQUEST_ORIGIN);

async function signIn(username: string, subject: string): Promise<string> {
  const { appSessionId } = await openAppSession(world.context, {
    connection: world.connection,
    identity: {
      connection: SLUG,
      subject: `${subject} ${username}`,
      username,
      displayName: username,
      groups: [],
      groupsClaim: "present",
      attributes: [],
    },
    authentication: { methods: [] },
    returnTo: "/",
    startedBy: "us",
    origin: REQUEST_ORIGIN,
  });
  return appSessionId;
}

/** A provisioned user in a group of their own, whose name two subjects signed in with. */
async function twoOfOneName(group = `g-${randomUUID()}`) {
  const { provisionedUsers, provisionedGroups } = world.context;
  const userName = `${randomUUID()}@meridian.example`;
  const [userId, groupId] = [randomUUID(), randomUUID()];
  const draft = { userName, active: true, profile: {} };
  await provisionedUsers.create(world.connection.id, userId, draft, world.now());
  await provisionedGroups.create(world.connection.id, groupId, { displayName: group }, world.now());
  await provisionedGroups.changeMembers(world.connection.id, groupId, { kind: "add", ids: [userId] });
  const [before, now] = [await signIn(userName, "before"), await signIn(userName, "now")];
  const [first, second] = [await who(before), await who(now)];
  if (first === undefined || second === undefined) expect.fail();
  return { userName, userId, groupId, group, before, now, first, second };
}

test("administrators read of somebody without groups whose the user of their name is", async () => {
  const { userName, userId, first, second } = await twoOfOneName();
  const { get } = personUseCases(world.context);
  expect(await get(world.token(), second.personId)).toMatchObject({
    groups: [],
    groupsClaim: "provisioned_to_another",
    userOfAnother: {
      id: userId,
      userName,
      person: { id: first.personId, subject: first.identity.subject },
    },
  });
  expect(await get(world.token(), first.personId)).not.toHaveProperty("userOfAnother");
});

test("a user that is moved gives the groups to the one and takes them and the sessions from the other, at once and at every later sign-in", async () => {
  const { userName, userId, group, before, now, first, second } = await twoOfOneName();
  await personUseCases(world.context).moveUserHere(world.token(), second.personId);
  const [event] = await world.events();
  expect(event).toMatchObject({
    action: "provisioned_user.moved",
    outcome: "success",
    object: { kind: "provisioned_user", id: userId, name: userName },
    detail: {
      before: { person: first.personId, subject: first.identity.subject },
      after: { person: second.personId, subject: second.identity.subject },
      sessionsEnded: 1,
    },
  });
  expect(await who(before)).toBeUndefined();
  expect((await who(now))?.identity.groups).toEqual([group]);
  const again = [await signIn(userName, "before"), await signIn(userName, "now")];
  const claims = await Promise.all(again.map(async (session) => (await who(session))?.identity));
  expect(claims).toMatchObject([
    { groups: [], groupsClaim: "provisioned_to_another" },
    { groups: [group], groupsClaim: "present" },
  ]);
});

test("twenty who move it at once move it once", async () => {
  const { second } = await twoOfOneName();
  const { moveUserHere } = personUseCases(world.context);
  const moves = await Promise.allSettled(
    Array.from({ length: 20 }, () => moveUserHere(world.token(), second.personId)),
  );
  expect(moves.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const moved = (await world.events()).filter(
    ({ action, detail }) =>
      action === "provisioned_user.moved" &&
      JSON.stringify(detail).includes(`"after":{"person":"${second.personId}"`),
  );
  expect(moved).toHaveLength(1);
});

test("nothing moves for an auditor, where no user is another's, or without its audit event", async () => {
  const { second, first, before } = await twoOfOneName();
  const { moveUserHere } = personUseCases(world.context);
  const refused = async (work: Promise<unknown>) => (await refusalOf(work)).code;
  const auditor = { ...first, roles: new Set(["auditor"] as const) };
  expect(await refused(moveUserHere(auditor, second.personId))).toBe("access.not_administrator");
  expect(await refused(moveUserHere(world.token(), first.personId))).toBe("admin.no_user_to_move");
  expect(await refused(moveUserHere(world.token(), randomUUID()))).toBe("admin.not_found");
  world.failAudit("provisioned_user.moved");
  expect(await refused(moveUserHere(world.token(), second.personId))).toBe("store.unavailable");
  world.failAudit(undefined);
  expect((await who(before))?.identity.groups).toHaveLength(1);
});

test("W23 no administrator gives away the groups that make them one", async () => {
  const { first, second, before } = await twoOfOneName("rolebridge-admins");
  expect([...first.roles]).toEqual(["administrator"]);
  const { code } = await refusalOf(personUseCases(world.context).moveUserHere(first, second.personId));
  expect(code).toBe("admin.would_lock_out");
  expect((await who(before))?.roles.has("administrator")).toBe(true);
});
