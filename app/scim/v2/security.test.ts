import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issueCredentials } from "@/lib/flows/access/issue-credentials";
import { refusalOf } from "@/lib/flows/fixtures/world";
import { type Asked, openProvisioningWorld, type ProvisioningWorld } from "./fixtures/provisioning-world";

let world: ProvisioningWorld;
beforeAll(async () => {
  world = await openProvisioningWorld();
});
afterAll(async () => world.close());

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const newName = () => `${randomUUID()}@meridian.example`;
const user = (userName: string, more: object = {}) => ({ schemas: [USER], userName, active: true, ...more });
const patch = (path: string, ...Operations: object[]) =>
  world.send("PATCH", path, { schemas: [PATCH], Operations });

async function newUser(userName: string, more: object = {}) {
  const made = await world.send("POST", "/Users", user(userName, more));
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
}

async function newGroup(displayName: string, ...members: readonly string[]) {
  const body = { schemas: [GROUP], displayName, members: members.map((value) => ({ value })) };
  const made = await world.send("POST", "/Groups", body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
}

describe("who may provision", () => {
  const refused = { status: 401, body: { status: "401" } };

  test.each<[string, Asked]>([
    ["without a token", { token: undefined }],
    ["with a wrong token", { token: "rbscim_wrong" }],
    ["with an empty one", { headers: { authorization: "Bearer " } }],
    ["with Basic", { headers: { authorization: "Basic cmJzY2ltOg==" } }],
    ["for a connection that does not exist", { slug: "nowhere" }],
  ])("W21 nobody %s", async (_, asked) => {
    expect(await world.send("GET", "/Users", undefined, asked)).toMatchObject(refused);
    expect(await world.send("POST", "/Users", user(newName()), asked)).toMatchObject(refused);
  });

  test("A09 a token in the address counts for nothing", async () => {
    for (const name of ["access_token", "token", "authorization"]) {
      const path = `/Users?${name}=${world.usual}`;
      expect(await world.send("GET", path, undefined, { token: undefined })).toMatchObject(refused);
    }
  });

  test("A12 the token of another connection opens nothing, and its resources are not there", async () => {
    const other = await world.context.connections.create({
      ...world.connection,
      slug: `other-${Date.now()}`,
    });
    await world.decide({}, other.id);
    const token = await world.newToken(other.id);
    const { id } = await newUser(newName());
    expect(await world.send("GET", `/Users/${id}`, undefined, { token })).toMatchObject(refused);
    const theirs = { token, slug: other.slug };
    expect(await world.send("GET", "/Users", undefined, theirs)).toMatchObject({ body: { totalResults: 0 } });
    for (const [method, body] of [["GET"], ["PUT", user(newName())], ["DELETE"]] as const) {
      expect((await world.send(method, `/Users/${id}`, body, theirs)).status).toBe(404);
    }
    const group = { schemas: [GROUP], displayName: "x", members: [{ value: id }] };
    expect((await world.send("POST", "/Groups", group, theirs)).status).toBe(400);
  });

  test("nobody while provisioning is off, and what was provisioned then counts for nothing", async () => {
    const userName = newName();
    const made = await newUser(userName);
    await patch(`/Users/${made.id}`, { op: "replace", value: { active: false } });
    await world.decide({ enabled: false });
    try {
      expect(await world.send("GET", "/Users")).toMatchObject({ status: 403 });
      expect((await world.who(await world.signIn(userName)))?.identity.groups).toEqual([
        "said at the sign-in",
      ]);
    } finally {
      await world.decide();
    }
  });
});

describe("what a body may hold", () => {
  test("an oversize one is refused before it is read whole", async () => {
    const raw = JSON.stringify(user(newName(), { displayName: "x".repeat(3 * 1024 * 1024) }));
    expect((await world.send("POST", "/Users", undefined, { raw })).status).toBe(413);
  });

  test.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["no schema", JSON.stringify({ userName: "x" })],
    ["another schema", JSON.stringify({ schemas: [GROUP], userName: "x" })],
    ["a name twice in two cases", `{"schemas":["${USER}"],"userName":"a","USERNAME":"b"}`],
  ])("%s is refused as invalidSyntax", async (_, raw) => {
    const answer = await world.send("POST", "/Users", undefined, { raw });
    expect(answer).toMatchObject({ status: 400, body: { scimType: "invalidSyntax" } });
  });

  test.each([
    ["an operator of Prisma", { userName: { not: "" } }],
    ["a list", { userName: ["a"] }],
    ["an external id that is an object", { userName: "a", externalId: { startsWith: "" } }],
    ["active as a number", { userName: "a", active: 1 }],
    ["an invisible character", { userName: "ada\u200b@meridian.example" }],
    ["a space at the edge", { userName: " ada@meridian.example" }],
    ["a NUL", { userName: "ada\0@meridian.example" }],
    ["no userName", {}],
  ])("W13 %s where a name belongs is refused as invalidValue", async (_, fields) => {
    const answer = await world.send("POST", "/Users", { schemas: [USER], ...fields });
    expect(answer).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
  });

  test("W12 ids, people, connections, roles and what Prisma would nest are not taken over", async () => {
    const userName = newName();
    const id = randomUUID();
    const made = await newUser(userName, {
      id,
      personId: randomUUID(),
      person: { connect: { id } },
      connectionId: id,
      isConfirmed: true,
      roles: [{ value: "administrator" }],
      isAdmin: true,
      entitlements: [{ value: "administrator" }],
      groups: [{ value: "rolebridge-admins" }],
      meta: { version: "W/9", created: "2001-01-01T00:00:00Z" },
      __proto__: { active: false },
    });
    expect(made.id).not.toBe(id);
    expect(made).toMatchObject({ active: true, meta: { version: 'W/"1"' } });
    expect(JSON.stringify(made)).not.toMatch(/admin|person|2001/i);
    const put = await world.send("PUT", `/Users/${made.id}`, user(userName, { id, personId: id }));
    expect(put.body.id).toBe(made.id);
    const patched = await patch(`/Users/${made.id}`, {
      op: "replace",
      value: { id, personId: id, roles: ["x"] },
    });
    expect(patched.body).toEqual(put.body);
    const actor = await world.who(await world.signIn(userName));
    expect(actor?.roles.size).toBe(0);
  });

  test("a PUT that does not say active brings nobody back", async () => {
    const userName = newName();
    const made = await newUser(userName, { active: false });
    const put = await world.send("PUT", `/Users/${made.id}`, {
      schemas: [USER],
      userName,
      displayName: "Ada",
    });
    expect(put.body).toMatchObject({ active: false, displayName: "Ada" });
  });
});

describe("W13 a filter", () => {
  test.each([
    `userName eq "x" or userName eq "y"`,
    `userName ne ""`,
    `userName sw ""`,
    `userName pr`,
    `not (userName eq "x")`,
    `userName eq "x'; DROP TABLE person; --`,
    `userName eq x`,
    `connectionId eq "x"`,
    `person.id eq "x"`,
    `userName eq "x" and`,
    `emails[type eq "work"`,
    `${'userName eq "x" and '.repeat(20)}userName eq "x"`,
  ])("%s is refused", async (filter) => {
    const answer = await world.send("GET", `/Users?filter=${encodeURIComponent(filter)}`);
    expect(answer).toMatchObject({ status: 400, body: { scimType: "invalidFilter" } });
  });

  test.each([`x' OR '1'='1`, `%`, `_`, `x" or "1"="1`, `\\u0000`, `$1`, `x'; DELETE FROM person; --`])(
    "compares %s as it is and finds nobody",
    async (value) => {
      await newUser(newName());
      const text = value === "\\u0000" ? value : value.replaceAll('"', '\\"');
      const answer = await world.send("GET", `/Users?filter=${encodeURIComponent(`userName eq "${text}"`)}`);
      expect(answer).toMatchObject({ status: 200, body: { totalResults: 0 } });
    },
  );
});

describe("at once", () => {
  test("twenty POSTs of one user make one", async () => {
    const userName = newName();
    const made = await Promise.all(
      Array.from({ length: 20 }, () => world.send("POST", "/Users", user(userName))),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  });

  test("ten PATCHes of one group lose no member", async () => {
    const users = await Promise.all(Array.from({ length: 10 }, () => newUser(newName())));
    const group = await newGroup(`g-${randomUUID()}`);
    await Promise.all(
      users.map(({ id }) =>
        patch(`/Groups/${group.id}`, { op: "add", path: "members", value: [{ value: id }] }),
      ),
    );
    const { body } = await world.send("GET", `/Groups/${group.id}`);
    expect(Reflect.get(body, "members")).toHaveLength(10);
    expect(body.meta.version).toBe('W/"11"');
  });
});

describe("who is whom", () => {
  test("provisioned groups are the truth: what the sign-in said of groups counts for nothing", async () => {
    const userName = newName();
    const { id } = await newUser(userName);
    const name = `g-${randomUUID()}`;
    await newGroup(name, id);
    expect((await world.who(await world.signIn(userName)))?.identity.groups).toEqual([name]);
  });

  test("somebody who was never provisioned has no groups, and is told so", async () => {
    const actor = await world.who(await world.signIn(newName()));
    expect(actor?.identity).toMatchObject({ groups: [], groupsClaim: "not_provisioned" });
  });

  test("a session from before the user was provisioned gets the groups at the next look", async () => {
    const userName = newName();
    const session = await world.signIn(userName);
    const { id } = await newUser(userName);
    const name = `g-${randomUUID()}`;
    await newGroup(name, id);
    expect((await world.who(session))?.identity.groups).toEqual([name]);
  });

  test("A03 a name that differs in case gives no groups, and yet takes access away", async () => {
    const userName = newName();
    const session = await world.signIn(userName);
    const { id } = await newUser(userName.toUpperCase());
    await newGroup(`g-${randomUUID()}`, id);
    expect((await world.who(session))?.identity.groups).toEqual([]);
    await patch(`/Users/${id}`, { op: "replace", value: { active: false } });
    expect(await world.who(session)).toBeUndefined();
    await expect(world.signIn(userName)).rejects.toMatchObject({ code: "signin.person_disabled" });
  });

  test("two people of one name are never both the user: the second gets nothing of the first", async () => {
    const userName = newName();
    const { id } = await newUser(userName);
    const name = `g-${randomUUID()}`;
    await newGroup(name, id);
    const first = await world.signIn(userName, { subject: "first" });
    const second = await world.signIn(userName, { subject: "second" });
    expect((await world.who(first))?.identity.groups).toEqual([name]);
    expect((await world.who(second))?.identity).toMatchObject({
      groups: [],
      groupsClaim: "provisioned_to_another",
    });
    const [signIn] = await world.world.events();
    expect(signIn).toMatchObject({
      action: "login.succeeded",
      detail: { groups: [], groupsClaim: "provisioned_to_another" },
    });
  });

  test("a user who is disabled keeps out whoever comes with the name and another subject, and ends their sessions", async () => {
    const userName = newName();
    const { id } = await newUser(userName);
    const first = await world.signIn(userName, { subject: `first ${userName}` });
    const second = await world.signIn(userName, { subject: `second ${userName}` });
    await patch(`/Users/${id}`, { op: "replace", value: { active: false } });
    expect([await world.who(first), await world.who(second)]).toEqual([undefined, undefined]);
    for (const subject of ["second", "third"]) {
      await expect(world.signIn(userName, { subject: `${subject} ${userName}` })).rejects.toMatchObject({
        code: "signin.person_disabled",
      });
    }
    await patch(`/Users/${id}`, { op: "replace", value: { active: true } });
    expect([await world.who(first), await world.who(second)]).toEqual([undefined, undefined]);
  });

  test("a deleted user keeps out who they were, and nobody who comes with the name and another subject", async () => {
    const userName = newName();
    const { id } = await newUser(userName);
    await world.signIn(userName, { subject: `first ${userName}` });
    await world.send("DELETE", `/Users/${id}`);
    const newcomer = await world.signIn(userName, { subject: `second ${userName}` });
    expect((await world.who(newcomer))?.identity).toMatchObject({ groupsClaim: "not_provisioned" });
    await expect(world.signIn(userName, { subject: `first ${userName}` })).rejects.toMatchObject({
      code: "signin.person_disabled",
    });
  });

  test("while two people have one name, neither is presumed to be the user", async () => {
    const userName = newName();
    const sessions = [
      await world.signIn(userName, { subject: `a ${userName}` }),
      await world.signIn(userName, { subject: `b ${userName}` }),
    ];
    const { id } = await newUser(userName);
    await newGroup(`g-${randomUUID()}`, id);
    for (const session of sessions) expect((await world.who(session))?.identity.groups).toEqual([]);
    await patch(`/Users/${id}`, { op: "replace", value: { active: false } });
    for (const session of sessions) expect(await world.who(session)).toBeUndefined();
  });

  test("a name given to somebody else takes nothing along: who had it keeps the user, who has it is another", async () => {
    const [before, after] = [newName(), newName()];
    const { id } = await newUser(before);
    const name = `g-${randomUUID()}`;
    await newGroup(name, id);
    const ada = await world.signIn(before, { subject: `ada ${before}` });
    await patch(`/Users/${id}`, { op: "replace", path: "userName", value: after });
    expect((await world.who(ada))?.identity.groups).toEqual([name]);
    await newUser(before);
    const grace = await world.signIn(before, { subject: `grace ${before}` });
    expect((await world.who(grace))?.identity).toMatchObject({ groups: [], groupsClaim: "present" });
    expect((await world.who(ada))?.identity.groups).toEqual([name]);
  });

  test("a presumption is dropped by a sign-in under another name", async () => {
    const [stale, real] = [newName(), newName()];
    const subject = `ada ${stale}`;
    await world.signIn(stale, { subject });
    const { id } = await newUser(stale);
    await newGroup(`g-${randomUUID()}`, id);
    const session = await world.signIn(real, { subject });
    expect((await world.who(session))?.identity.groups).toEqual([]);
  });

  test("where the connection says so, the externalId in an attribute decides and no name does", async () => {
    await world.decide({ matchAttribute: "oid" });
    try {
      const userName = newName();
      const externalId = randomUUID();
      const { id } = await newUser(newName(), { externalId });
      const name = `g-${randomUUID()}`;
      await newGroup(name, id);
      const attributes = [{ name: "oid", values: [externalId] }];
      const session = await world.signIn(userName, { attributes });
      expect((await world.who(session))?.identity.groups).toEqual([name]);
      await newUser(userName);
      expect((await world.who(session))?.identity.groups).toEqual([name]);
      await patch(`/Users/${id}`, { op: "replace", value: { active: false } });
      expect(await world.who(session)).toBeUndefined();
    } finally {
      await world.decide();
    }
  });
});

describe("A08 disabling", () => {
  test("takes pending sign-ins and assertions for AWS with it, in the same transaction as its audit event", async () => {
    const userName = newName();
    const made = await newUser(userName);
    const session = await world.signIn(userName);
    const actor = await world.who(session);
    const handleHash = new Uint8Array(32).fill(7);
    await world.context.signIn.createResult({
      handleHash,
      connectionId: world.connection.id,
      purpose: "session",
      identity: { ...(actor?.identity ?? expect.fail()), attributes: [] },
      authentication: { methods: [] },
      returnTo: "/",
      expiresAt: new Date(world.world.now().getTime() + 60_000),
    });
    world.world.failAudit("provisioned_user.disabled");
    const off = () => patch(`/Users/${made.id}`, { op: "replace", value: { active: false } });
    expect((await off()).status).toBe(503);
    expect(await world.who(session)).toBeDefined();
    world.world.failAudit(undefined);
    expect((await off()).status).toBe(200);
    expect(await world.who(session)).toBeUndefined();
    expect(await world.context.signIn.peekResult(handleHash, world.world.now())).toBeUndefined();
    const [event] = await world.world.events();
    expect(event).toMatchObject({
      action: "provisioned_user.disabled",
      actor: { kind: "token", name: `provisioning of ${world.connection.slug}: test` },
      object: { kind: "provisioned_user", id: made.id, name: userName },
      detail: {
        before: { active: true },
        after: { active: false },
        ended: { sessions: 1, people: [userName] },
      },
    });
  });

  test.each([
    ["disabled", (id: string) => patch(`/Users/${id}`, { op: "replace", value: { active: false } })],
    ["deleted", (id: string) => world.send("DELETE", `/Users/${id}`)],
  ])("A08 whoever is %s while AWS is being asked gets nothing", async (_, take) => {
    const userName = newName();
    const { id } = await newUser(userName);
    const name = `g-${randomUUID()}`;
    await newGroup(name, id);
    const { target } = await world.grant(name, "InFlight");
    const actor = (await world.who(await world.signIn(userName))) ?? expect.fail();
    world.world.duringSts(async () => {
      await take(id);
    });
    const refusal = await refusalOf(issueCredentials(world.context)(actor, { entitlementId: target.id }));
    world.world.duringSts(async () => {});
    expect(refusal.code).toBe("issuance.not_entitled");
  });

  test("A08 whoever loses the group while AWS is being asked gets nothing", async () => {
    const userName = newName();
    const { id } = await newUser(userName);
    const name = `g-${randomUUID()}`;
    const group = await newGroup(name, id);
    const { target } = await world.grant(name, "InFlight");
    const actor = (await world.who(await world.signIn(userName))) ?? expect.fail();
    world.world.duringSts(async () => {
      await patch(`/Groups/${group.id}`, { op: "remove", path: `members[value eq "${id}"]` });
    });
    const refusal = await refusalOf(issueCredentials(world.context)(actor, { entitlementId: target.id }));
    world.world.duringSts(async () => {});
    expect(refusal.code).toBe("issuance.not_entitled");
  });
});

test("a group gives an administrator's role exactly where the configuration names it", async () => {
  const userName = newName();
  const { id } = await newUser(userName);
  const session = await world.signIn(userName, { groups: ["rolebridge-admins"] });
  expect((await world.who(session))?.roles.size).toBe(0);
  const group = await newGroup("rolebridge-admins", id);
  expect([...((await world.who(session))?.roles ?? [])]).toEqual(["administrator"]);
  await world.send("DELETE", `/Groups/${group.id}`);
  expect((await world.who(session))?.roles.size).toBe(0);
});

test("groups that read the same, hold other groups or name strangers are refused", async () => {
  const name = `Ops-${randomUUID()}`;
  const group = await newGroup(name);
  const twin = await world.send("POST", "/Groups", { schemas: [GROUP], displayName: name.toUpperCase() });
  expect(twin).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
  const nested = await patch(`/Groups/${group.id}`, {
    op: "add",
    path: "members",
    value: [{ value: group.id, type: "Group" }],
  });
  expect(nested).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
  const stranger = await patch(`/Groups/${group.id}`, {
    op: "add",
    path: "members",
    value: [{ value: randomUUID() }],
  });
  expect(stranger).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
  expect(
    (await patch(`/Groups/${group.id}`, { op: "add", path: "members..x", value: [] })).body,
  ).toMatchObject({
    scimType: "invalidPath",
  });
  expect((await patch(`/Groups/${group.id}`, { op: "remove" })).body).toMatchObject({ scimType: "noTarget" });
});
