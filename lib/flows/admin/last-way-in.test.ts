import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onEveryDatabase } from "../../db/conformance/on-every-database";
import type { PersonActor } from "../../identity/actor";
import { openWorld, refusalOf, SLUG, type World } from "../fixtures/world";
import { openAppSession } from "../sign-in/open-app-session";
import { adminUseCases } from "./admin";

let world: World;
let grace: PersonActor;
beforeAll(async () => {
  world = await openWorld();
  grace = await world.person({ groups: ["rolebridge-admins"] });
});
afterAll(() => world.close());

const adminWith = (settings: Partial<World["context"]["settings"]>) =>
  adminUseCases({ ...world.context, settings: { ...world.context.settings, ...settings } });

describe("W23 the last way in for administrators", () => {
  test("is neither closed nor deleted", async () => {
    const { connections } = adminWith({});
    expect((await refusalOf(connections.update(grace, SLUG, { enabled: false }))).code).toBe(
      "admin.last_way_in",
    );
    expect((await refusalOf(connections.delete(grace, SLUG))).code).toBe("admin.last_way_in");
    expect((await world.database.connections.bySlug(SLUG))?.enabled).toBe(true);
  });

  test("may be closed when there is another connection of administrators that is open, or a token", async () => {
    const draft = { ...world.connection, slug: `second-${randomUUID().slice(0, 8)}` };
    const { id: _, ...rest } = draft;
    const second = await world.database.connections.create(rest);
    const administrators = [
      ...world.context.settings.roles.administrators,
      { connection: second.slug, group: "admins" },
    ];
    const { connections } = adminWith({ roles: { administrators, auditors: [] } });
    await connections.update(grace, SLUG, { enabled: false });
    expect((await refusalOf(connections.update(grace, second.slug, { enabled: false }))).code).toBe(
      "admin.last_way_in",
    );
    await connections.update(grace, SLUG, { enabled: true });
    const withToken = adminWith({ adminTokenSha256: "a".repeat(64) });
    await withToken.connections.update(grace, SLUG, { enabled: false });
    await withToken.connections.update(grace, SLUG, { enabled: true });
  });

  test("says nothing of connections that no administrator comes through", async () => {
    const { id: _, ...rest } = { ...world.connection, slug: `other-${randomUUID().slice(0, 8)}` };
    const other = await world.database.connections.create(rest);
    await adminWith({}).connections.delete(grace, other.slug);
    expect(await world.database.connections.bySlug(other.slug)).toBeUndefined();
  });
});

onEveryDatabase("W23 the last two ways in", (opened) => {
  test("are not both closed by two administrators at once", async () => {
    const shared = await openWorld({ ...opened().database, close: async () => undefined });
    const { id: _, ...rest } = { ...shared.connection, slug: "second" };
    const second = await shared.database.connections.create(rest);
    const roles = {
      administrators: [SLUG, second.slug].map((connection) => ({ connection, group: "rolebridge-admins" })),
      auditors: [],
    };
    const { connections } = adminUseCases({
      ...shared.context,
      settings: { ...shared.context.settings, roles },
    });
    const admin = await shared.person({ groups: ["rolebridge-admins"] });
    const open = async (slug: string) => connections.update(admin, slug, { enabled: true });
    for (let round = 0; round < 10; round += 1) {
      const closing = [SLUG, second.slug].map((slug) => connections.update(admin, slug, { enabled: false }));
      const closed = await Promise.allSettled(closing);
      expect(closed.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const [refused] = closed.filter(({ status }) => status === "rejected");
      expect(refused).toMatchObject({ reason: { code: "admin.last_way_in" } });
      await Promise.all([open(SLUG), open(second.slug)]);
    }
    const deleting = [SLUG, second.slug].map((slug) => connections.delete(admin, slug));
    const deleted = await Promise.allSettled(deleting);
    expect(deleted.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await shared.close();
  });
});

describe("W25 the first to sign in", () => {
  test("is nobody special, also when two are first at once: roles come from the configuration alone", async () => {
    const identity = (username: string) => ({
      connection: SLUG,
      subject: username,
      username,
      displayName: username,
      groups: ["engineering"],
      groupsClaim: "present" as const,
      attributes: [],
    });
    const empty = await openWorld();
    const signIn = (username: string) =>
      openAppSession(empty.context, {
        connection: empty.connection,
        identity: identity(username),
        returnTo: "/",
        startedBy: "us",
        authentication: { at: empty.now(), methods: [] },
        origin: { remoteAddress: "192.0.2.1", userAgent: "test", reference: "abcdefghjk" },
      });
    await Promise.all([signIn("first"), signIn("second")]);
    const events = await empty.events();
    await empty.close();
    const roles = events
      .filter(({ action }) => action === "login.succeeded")
      .map(({ detail }) => detail.roles);
    expect(roles).toEqual([[], []]);
  });
});

describe("W13 operators of the database in place of values", () => {
  const operators = [
    { not: "" },
    { startsWith: "" },
    { contains: "" },
    { in: ["a"] },
    ["a"],
    { equals: null },
  ];

  test.each(operators)("%j is no text, whatever field it stands in", async (operator) => {
    const { accounts, targets, grants, connections } = adminWith({});
    for (const [field, work] of [
      ["accountId", () => accounts.create(grace, { accountId: operator, name: "x" })],
      ["name", () => accounts.create(grace, { accountId: "123456789012", name: operator })],
      ["accountId", () => targets.create(grace, { accountId: operator, name: "x", kind: "saml" })],
      ["targetId", () => grants.create(grace, { targetId: operator, principal: { group: "g" } })],
      ["principal", () => grants.create(grace, { targetId: randomUUID(), principal: { group: operator } })],
      [
        "slug",
        () =>
          connections.create(grace, { kind: "saml", slug: operator, displayName: "x", metadataXml: "<x/>" }),
      ],
    ] as const) {
      const refusal = await refusalOf(work());
      expect(refusal.code, field).toBe("request.invalid");
      expect(refusal.fields.map((fault) => fault.field).join(), field).toContain(field);
    }
  });

  test("an id that holds one finds nothing and changes nothing", async () => {
    const { accounts } = adminWith({});
    for (const id of ['{"not":""}', "%", "_", "' OR '1'='1", "[object Object]", "undefined", "null"]) {
      expect((await refusalOf(accounts.get(grace, id))).code).toBe("admin.not_found");
      expect((await refusalOf(accounts.update(grace, id, { name: "x" }))).code).toBe("admin.not_found");
      expect((await refusalOf(accounts.delete(grace, id))).code).toBe("admin.not_found");
    }
  });
});
