import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openProvisioningWorld, type ProvisioningWorld } from "./fixtures/provisioning-world";

/** The requests Okta's provisioning makes, in its order and spelling (Okta and SCIM version 2.0, developer.okta.com). */
let world: ProvisioningWorld;
beforeAll(async () => {
  world = await openProvisioningWorld();
});
afterAll(async () => world.close());

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const JSON_TYPE = { headers: { "content-type": "application/scim+json; charset=utf-8" } };

function oktaUser(userName: string, change: object = {}) {
  return {
    schemas: [USER],
    userName,
    name: { givenName: "Ada", familyName: "Lovelace" },
    emails: [{ primary: true, value: userName, type: "work" }],
    displayName: "Ada Lovelace",
    locale: "en-US",
    externalId: `00u${randomUUID().slice(0, 12)}`,
    groups: [],
    password: "1mz050nq",
    active: true,
    ...change,
  };
}

test("the test of the connection finds a service provider that has nobody", async () => {
  const found = await world.send("GET", "/Users?startIndex=1&count=2");
  expect(found.status).toBe(200);
  expect(found.headers.get("content-type")).toBe("application/scim+json");
  expect(found.body).toEqual({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: 0,
    startIndex: 1,
    itemsPerPage: 0,
    Resources: [],
  });
  expect((await world.send("GET", "/Groups?startIndex=1&count=100")).body).toMatchObject({ totalResults: 0 });
});

test("an assignment looks for the user, makes it, and reads it back with what it sent and without the password", async () => {
  const userName = `${randomUUID()}@meridian.example`;
  const filter = encodeURIComponent(`userName eq "${userName}"`);
  const missing = await world.send("GET", `/Users?filter=${filter}&startIndex=1&count=100`);
  expect(missing.body).toMatchObject({ totalResults: 0, Resources: [] });

  const sent = oktaUser(userName);
  const made = await world.send("POST", "/Users", sent, JSON_TYPE);
  expect(made.status).toBe(201);
  const { id } = made.body;
  expect(made.headers.get("location")).toBe(`${made.body.meta.location}`);
  expect(made.body).toMatchObject({
    schemas: [USER],
    userName,
    externalId: sent.externalId,
    active: true,
    name: { givenName: "Ada", familyName: "Lovelace" },
    emails: [{ primary: true, value: userName, type: "work" }],
    displayName: "Ada Lovelace",
    meta: { resourceType: "User", version: 'W/"1"' },
  });
  expect(JSON.stringify(made.body)).not.toContain("1mz050nq");

  const again = await world.send("GET", `/Users?filter=${filter}&startIndex=1&count=100`);
  expect(again.body).toMatchObject({ totalResults: 1, itemsPerPage: 1, Resources: [{ id, userName }] });
  expect((await world.send("GET", `/Users/${id}`)).body).toEqual(made.body);
});

test("a second POST of the same user is a conflict that says uniqueness", async () => {
  const userName = `${randomUUID()}@meridian.example`;
  await world.send("POST", "/Users", oktaUser(userName));
  const second = await world.send("POST", "/Users", oktaUser(userName.toUpperCase()));
  expect(second.status).toBe(409);
  expect(second.body).toMatchObject({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    scimType: "uniqueness",
    status: "409",
  });
});

test("a profile push replaces the whole user by PUT, and what it leaves out is gone", async () => {
  const userName = `${randomUUID()}@meridian.example`;
  const { body: made } = await world.send("POST", "/Users", oktaUser(userName));
  const { displayName: _, ...without } = oktaUser(userName, { externalId: made.externalId });
  const replaced = await world.send("PUT", `/Users/${made.id}`, {
    ...without,
    id: made.id,
    name: { givenName: "Augusta", familyName: "King" },
    meta: { resourceType: "User" },
  });
  expect(replaced.status).toBe(200);
  expect(replaced.body).toMatchObject({ id: made.id, name: { givenName: "Augusta", familyName: "King" } });
  expect(replaced.body.displayName).toBeUndefined();
  expect(replaced.body.meta.version).toBe('W/"2"');
});

test("an unassignment sets active to false by PATCH, and the person is signed out at once", async () => {
  const userName = `${randomUUID()}@meridian.example`;
  const { body: made } = await world.send("POST", "/Users", oktaUser(userName));
  const session = await world.signIn(userName);
  expect(await world.who(session)).toBeDefined();

  const patched = await world.send("PATCH", `/Users/${made.id}`, {
    schemas: [PATCH],
    Operations: [{ op: "replace", value: { active: false } }],
  });
  expect(patched).toMatchObject({ status: 200, body: { active: false } });
  expect(await world.who(session)).toBeUndefined();
  expect(await world.whyOut(session)).toBe("signin.person_disabled");
  await expect(world.signIn(userName)).rejects.toMatchObject({ code: "signin.person_disabled" });

  await world.send("PATCH", `/Users/${made.id}`, {
    schemas: [PATCH],
    Operations: [{ op: "replace", value: { active: true } }],
  });
  expect(await world.whyOut(session)).toBe("access.ended_by_organisation");
  expect(await world.whyOut(await world.signIn(userName))).toBeUndefined();
});

test("a group push makes the group, and members come and go by PATCH; roles follow without a new sign-in", async () => {
  const userName = `${randomUUID()}@meridian.example`;
  const name = `aws-${randomUUID()}`;
  await world.grant(name, "Okta1");
  const { body: made } = await world.send("POST", "/Users", oktaUser(userName));
  const session = await world.signIn(userName);
  expect(await world.rolesOf(session)).toEqual([]);

  const group = await world.send("POST", "/Groups", { schemas: [GROUP], displayName: name, members: [] });
  expect(group.status).toBe(201);
  const path = `/Groups/${group.body.id}`;
  const patch = (...Operations: object[]) => world.send("PATCH", path, { schemas: [PATCH], Operations });

  await patch({ op: "add", path: "members", value: [{ value: made.id, display: userName }] });
  expect(await world.rolesOf(session)).toEqual(["Okta1"]);

  await patch({ op: "remove", path: `members[value eq "${made.id}"]` });
  expect(await world.rolesOf(session)).toEqual([]);

  await patch({ op: "replace", path: "members", value: [{ value: made.id }] });
  expect(await world.rolesOf(session)).toEqual(["Okta1"]);

  const renamed = await patch({ op: "replace", value: { id: group.body.id, displayName: `${name}-2` } });
  expect(renamed.body).toMatchObject({
    displayName: `${name}-2`,
    members: [{ value: made.id, type: "User" }],
  });
  expect(await world.rolesOf(session)).toEqual([]);
});

test("a group is replaced by PUT with its members, and deleted", async () => {
  const userName = `${randomUUID()}@meridian.example`;
  const name = `aws-${randomUUID()}`;
  await world.grant(name, "Okta2");
  const { body: made } = await world.send("POST", "/Users", oktaUser(userName));
  const { body: group } = await world.send("POST", "/Groups", { schemas: [GROUP], displayName: name });
  const session = await world.signIn(userName);
  const body = { schemas: [GROUP], id: group.id, displayName: name, members: [{ value: made.id }] };
  expect((await world.send("PUT", `/Groups/${group.id}`, body)).status).toBe(200);
  expect(await world.rolesOf(session)).toEqual(["Okta2"]);
  expect((await world.send("DELETE", `/Groups/${group.id}`)).status).toBe(204);
  expect(await world.rolesOf(session)).toEqual([]);
  expect((await world.send("GET", `/Groups/${group.id}`)).status).toBe(404);
});

test("a reassignment finds the disabled user and brings it back, and no session of before comes with it", async () => {
  const userName = `${randomUUID()}@meridian.example`;
  const { body: made } = await world.send("POST", "/Users", oktaUser(userName));
  const session = await world.signIn(userName);
  await world.send("PUT", `/Users/${made.id}`, oktaUser(userName, { active: false }));
  const filter = encodeURIComponent(`userName eq "${userName}"`);
  expect((await world.send("GET", `/Users?filter=${filter}`)).body.Resources).toMatchObject([
    { active: false },
  ]);
  const back = await world.send("PUT", `/Users/${made.id}`, oktaUser(userName, { active: true }));
  expect(back.body).toMatchObject({ active: true });
  expect(await world.who(session)).toBeUndefined();
  expect(await world.who(await world.signIn(userName))).toBeDefined();
});
