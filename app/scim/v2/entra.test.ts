import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openProvisioningWorld, type ProvisioningWorld } from "./fixtures/provisioning-world";

/** The requests Entra ID's provisioning makes, in its order and spelling (learn.microsoft.com, app provisioning). */
let world: ProvisioningWorld;
beforeAll(async () => {
  world = await openProvisioningWorld();
});
afterAll(async () => world.close());

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

function entraUser(userName: string, change: object = {}) {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
    externalId: randomUUID(),
    userName,
    active: true,
    addresses: [{ type: "work", country: "DE", primary: false }],
    displayName: "Grace Hopper",
    emails: [{ type: "work", value: userName, primary: true }],
    name: { givenName: "Grace", familyName: "Hopper", formatted: "Grace Hopper" },
    roles: [],
    [ENTERPRISE]: { department: "Navy", manager: { value: "x" } },
    ...change,
  };
}

function entraGroup(displayName: string, externalId: string = randomUUID()) {
  return {
    schemas: [
      "urn:ietf:params:scim:schemas:core:2.0:Group",
      "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
    ],
    externalId,
    displayName,
    meta: { resourceType: "Group" },
  };
}

const newName = () => `${randomUUID()}@meridian.example`;
const filtered = (filter: string, more = "") => `?filter=${encodeURIComponent(filter)}${more}`;

async function newUser(userName: string) {
  return (await world.send("POST", "/Users", entraUser(userName))).body;
}

const change = (path: string, ...Operations: object[]) =>
  world.send("PATCH", path, { schemas: [PATCH], Operations });

test("the test of the connection asks for somebody random, and gets an empty list and no error", async () => {
  const found = await world.send("GET", `/Users${filtered(`userName eq "${randomUUID()}"`)}`);
  expect(found).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } });
});

test("a user is found by externalId, to the letter, and by the address of a type", async () => {
  const userName = newName();
  const made = await newUser(userName);
  const by = async (filter: string) => (await world.send("GET", `/Users${filtered(filter)}`)).body.Resources;
  expect(await by(`externalId eq "${made.externalId}"`)).toMatchObject([{ id: made.id }]);
  expect(await by(`externalId eq "${made.externalId.toUpperCase()}x"`)).toEqual([]);
  expect(await by(`emails[type eq "work"].value eq "${userName}"`)).toMatchObject([{ id: made.id }]);
  expect(await by(`emails[type eq "home"].value eq "${userName}"`)).toEqual([]);
  expect(await by(`userName eq "${userName.toUpperCase()}" and active eq true`)).toMatchObject([
    { id: made.id },
  ]);
});

test("an update comes with capital letters, paths with filters, an extension, and dotted names without a path", async () => {
  const made = await newUser(newName());
  const path = `/Users/${made.id}`;
  const withPaths = await change(
    path,
    { op: "Replace", path: 'emails[type eq "work"].value', value: "grace@navy.example" },
    { op: "Add", path: 'emails[type eq "other"].value', value: "other@navy.example" },
    { op: "Replace", path: "name.familyName", value: "Murray" },
    { op: "Add", path: `${ENTERPRISE}:department`, value: "Research" },
    { op: "Add", path: "title", value: "Rear admiral" },
  );
  expect(withPaths.body).toMatchObject({
    name: { familyName: "Murray", givenName: "Grace" },
    emails: [
      { type: "work", value: "grace@navy.example", primary: true },
      { type: "other", value: "other@navy.example" },
    ],
  });
  const withoutPath = await change(path, {
    op: "Replace",
    value: { displayName: "G. M. Hopper", "name.givenName": "Gracie", [`${ENTERPRISE}:department`]: "x" },
  });
  expect(withoutPath.body).toMatchObject({ displayName: "G. M. Hopper", name: { givenName: "Gracie" } });
  expect(withoutPath.body).not.toHaveProperty("title");
});

test('a soft delete says active "False" as text, and the person is signed out at once; a restore says "True"', async () => {
  const userName = newName();
  const made = await newUser(userName);
  const session = await world.signIn(userName);
  const off = await change(`/Users/${made.id}`, { op: "Replace", path: "active", value: "False" });
  expect(off.body).toMatchObject({ active: false });
  expect(await world.who(session)).toBeUndefined();
  await expect(world.signIn(userName)).rejects.toMatchObject({ code: "signin.person_disabled" });
  const on = await change(`/Users/${made.id}`, { op: "Replace", value: { active: "True" } });
  expect(on.body).toMatchObject({ active: true });
  expect(await world.who(session)).toBeUndefined();
  expect(await world.who(await world.signIn(userName))).toBeDefined();
});

test("a hard delete thirty days later leaves nothing to be found, and the person out", async () => {
  const userName = newName();
  const made = await newUser(userName);
  const session = await world.signIn(userName);
  expect((await world.send("DELETE", `/Users/${made.id}`)).status).toBe(204);
  expect((await world.send("GET", `/Users/${made.id}`)).status).toBe(404);
  expect((await world.send("DELETE", `/Users/${made.id}`)).status).toBe(404);
  expect(await world.who(session)).toBeUndefined();
  await expect(world.signIn(userName)).rejects.toMatchObject({ code: "signin.person_disabled" });
  const again = await newUser(userName);
  expect(again.id).not.toBe(made.id);
  expect(await world.who(await world.signIn(userName))).toBeDefined();
});

test("a group is looked for without its members, made, filled in steps and emptied in Entra's way", async () => {
  const name = `Cloud admins ${randomUUID()}`;
  await world.grant(name, "Entra1");
  const [ada, grace] = [newName(), newName()];
  const [first, second] = [await newUser(ada), await newUser(grace)];
  const session = await world.signIn(ada);

  const search = `/Groups${filtered(`displayName eq "${name}"`, "&excludedAttributes=members")}`;
  expect((await world.send("GET", search)).body).toMatchObject({ totalResults: 0 });
  const { body: group } = await world.send("POST", "/Groups", entraGroup(name));
  const path = `/Groups/${group.id}`;
  await change(path, { op: "Add", path: "members", value: [{ $ref: null, value: first.id }] });
  await change(path, { op: "Add", path: "members", value: [{ $ref: null, value: second.id }] });
  expect(await world.rolesOf(session)).toEqual(["Entra1"]);

  const found = (await world.send("GET", search)).body.Resources;
  expect(found).toMatchObject([{ id: group.id, displayName: name }]);
  expect(found[0]).not.toHaveProperty("members");
  const isMember = `/Groups${filtered(`id eq "${group.id}" and members eq "${first.id}"`)}`;
  expect((await world.send("GET", isMember)).body).toMatchObject({ totalResults: 1 });

  await change(path, { op: "Remove", path: "members", value: [{ $ref: null, value: first.id }] });
  expect(await world.rolesOf(session)).toEqual([]);
  expect((await world.send("GET", isMember)).body).toMatchObject({ totalResults: 0 });
  expect((await world.send("GET", path)).body).toMatchObject({ members: [{ value: second.id }] });

  await change(path, { op: "Remove", path: `members[value eq "${second.id}"]` });
  expect((await world.send("GET", path)).body).toMatchObject({ members: [] });
});

test("grants may name a group by its object id, which stays when the group is renamed", async () => {
  await world.decide({ groupName: "externalId" });
  try {
    const objectId = randomUUID();
    const userName = newName();
    await world.grant(objectId, "Entra2");
    const made = await newUser(userName);
    const { body: group } = await world.send("POST", "/Groups", entraGroup(`G ${objectId}`, objectId));
    await change(`/Groups/${group.id}`, { op: "Add", path: "members", value: [{ value: made.id }] });
    const session = await world.signIn(userName);
    expect(await world.rolesOf(session)).toEqual(["Entra2"]);
    await change(`/Groups/${group.id}`, { op: "Replace", path: "displayName", value: `H ${objectId}` });
    expect(await world.rolesOf(session)).toEqual(["Entra2"]);
  } finally {
    await world.decide();
  }
});

test("discovery says what is there and what is not", async () => {
  expect((await world.send("GET", "/ServiceProviderConfig")).body).toMatchObject({
    patch: { supported: true },
    bulk: { supported: false },
    filter: { supported: true, maxResults: 200 },
    etag: { supported: true },
  });
  expect((await world.send("GET", "/ResourceTypes")).body).toMatchObject({
    Resources: [{ endpoint: "/Users" }, { endpoint: "/Groups" }],
  });
  const id = "urn:ietf:params:scim:schemas:core:2.0:User";
  expect((await world.send("GET", "/Schemas")).body).toMatchObject({ totalResults: 2 });
  expect((await world.send("GET", `/Schemas/${id}`)).body).toMatchObject({ id, name: "User" });
  expect((await world.send("POST", "/Bulk", {})).status).toBe(404);
});

test("lists come in pages that count from 1, and a count of 0 asks for the number only", async () => {
  for (let index = 0; index < 3; index += 1) await newUser(newName());
  const { body: all } = await world.send("GET", "/Users?count=0");
  expect(all).toMatchObject({ itemsPerPage: 0, Resources: [] });
  const second = await world.send("GET", "/Users?startIndex=2&count=1&attributes=userName");
  expect(second.body).toMatchObject({ startIndex: 2, itemsPerPage: 1 });
  expect(Object.keys(second.body.Resources[0] ?? {}).sort()).toEqual(["id", "schemas", "userName"]);
});

test("a version that is known is not sent again, and one that is outdated changes nothing", async () => {
  const made = await newUser(newName());
  const path = `/Users/${made.id}`;
  const known = { headers: { "if-none-match": made.meta.version } };
  expect((await world.send("GET", path, undefined, known)).status).toBe(304);
  const rename = { schemas: [PATCH], Operations: [{ op: "Replace", path: "displayName", value: "Amazing" }] };
  expect(
    (await world.send("PATCH", path, rename, { headers: { "if-match": made.meta.version } })).status,
  ).toBe(200);
  const late = await world.send("PATCH", path, rename, { headers: { "if-match": made.meta.version } });
  expect(late).toMatchObject({ status: 412, body: { status: "412" } });
});
