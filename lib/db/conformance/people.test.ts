import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { onEveryDatabase } from "./on-every-database";
import { identity, later, NOW, newConnection, newGrant, newTarget } from "./samples";

onEveryDatabase("people", (opened) => {
  const database = () => opened().database;
  const unique = (name: string) => `${name}-${randomUUID().slice(0, 8)}`;

  it("keep their id and session name, and take what the IdP said last", async () => {
    const connection = await newConnection(database());
    const first = identity({
      connection: connection.slug,
      email: "ada@meridian.example",
      groups: ["a", "b"],
    });
    const name = unique("ada");
    const made = await database().people.upsert(connection.id, first, NOW, [name]);
    expect(made).toEqual({
      id: expect.any(String),
      connectionId: connection.id,
      identity: first,
      sessionName: name,
      signedInAt: NOW,
      isDisabled: false,
    });
    const { email: _, ...without } = first;
    const second = { ...without, username: "renamed", groups: [], groupsClaim: "missing" as const };
    const again = await database().people.upsert(connection.id, second, later(60), ["another"]);
    expect(again).toEqual({ ...made, identity: second, signedInAt: later(60) });
  });

  it("A02 never share a session name, whatever the case, though they arrive at once", async () => {
    const connection = await newConnection(database());
    const name = unique("grace");
    const candidates = (index: number) => [index % 2 === 0 ? name : name.toUpperCase(), `${name}-${index}`];
    const people = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        database().people.upsert(connection.id, identity(), NOW, candidates(index)),
      ),
    );
    const names = people.map((person) => person.sessionName.toLowerCase());
    expect(new Set(names).size).toBe(10);
    expect(names.filter((each) => each === name)).toHaveLength(1);
  });

  it("are one row when they sign in for the first time 10 times at once", async () => {
    const connection = await newConnection(database());
    const ada = identity({ connection: connection.slug });
    const names = Array.from({ length: 20 }, (_, index) => `${unique("twice")}-${index}`);
    const rows = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        database().people.upsert(connection.id, ada, NOW, names.slice(index)),
      ),
    );
    expect(new Set(rows.map((row) => row.id)).size).toBe(1);
    expect(new Set(rows.map((row) => row.sessionName)).size).toBe(1);
  });

  it("are refused when every candidate is taken, and nothing is written", async () => {
    const connection = await newConnection(database());
    const name = unique("taken");
    await database().people.upsert(connection.id, identity(), NOW, [name]);
    const late = identity({ username: unique("late") });
    await expect(database().people.upsert(connection.id, late, NOW, [name])).rejects.toMatchObject({
      reason: "session_names_exhausted",
    });
    expect((await database().people.list({ q: late.username, limit: 10 })).items).toEqual([]);
  });

  it("A02 of a deleted connection are forgotten, but their session name is never given again", async () => {
    const connection = await newConnection(database());
    const name = unique("gone");
    const ada = identity({ connection: connection.slug, username: name });
    const { id } = await database().people.upsert(connection.id, ada, NOW, [name]);
    const session = { id: randomUUID(), personId: id, now: NOW, expiresAt: later(3600) };
    await database().appSessions.create({
      ...session,
      remoteAddress: "",
      userAgent: "",
      authentication: { methods: [] },
    });
    await database().connections.delete(connection.id);
    expect((await database().people.list({ q: name, limit: 10 })).items).toEqual([]);
    expect(await database().appSessions.find(session.id, NOW, 600)).toBeUndefined();
    const again = await newConnection(database(), connection.slug);
    const person = await database().people.upsert(again.id, ada, NOW, [name, `${name}-2`]);
    expect(person.id).not.toBe(id);
    expect(person.sessionName).toBe(`${name}-2`);
  });

  it("with a key or a username that cannot be stored as it is are refused, not repaired", async () => {
    const connection = await newConnection(database());
    for (const strange of [{ subject: "ada\0" }, { username: "ada\uD800" }]) {
      await expect(
        database().people.upsert(connection.id, identity(strange), NOW, [unique("x")]),
      ).rejects.toMatchObject({ code: "signin.response_refused", reason: "identity_not_storable" });
    }
    const person = await database().people.upsert(
      connection.id,
      identity({
        displayName: "A\0",
        groups: ["\0", "ok"],
        attributes: [{ name: "a", values: ["\uDC00", "ok"] }],
      }),
      NOW,
      [unique("y")],
    );
    expect(person.identity).toMatchObject({
      displayName: "A\uFFFD",
      groups: ["ok"],
      attributes: [{ name: "a", values: ["ok"] }],
    });
  });

  it("whom a grant concerns are found by group, user, attribute and connection", async () => {
    const [one, two] = [await newConnection(database()), await newConnection(database())];
    const group = unique("group");
    const inOne = await database().people.upsert(one.id, identity({ groups: ["x", group] }), NOW, [
      unique("a"),
    ]);
    const inTwo = await database().people.upsert(two.id, identity({ groups: [group] }), NOW, [unique("b")]);
    const byAttribute = await database().people.upsert(
      one.id,
      identity({ groups: [], attributes: [{ name: "dept", values: ["Sales", group] }] }),
      NOW,
      [unique("c")],
    );
    const { id } = await newTarget(database());
    const found = async (...grants: readonly Promise<{ id: string }>[]) => {
      const ids = (await Promise.all(grants)).map((grant) => grant.id);
      return (await database().people.matchingGrants(ids)).map((person) => person.id).sort();
    };
    const anyConnection = newGrant(database(), id, { group });
    expect(await found(anyConnection)).toEqual([inOne.id, inTwo.id].sort());
    expect(await found(newGrant(database(), id, { group }, { connection: two.slug }))).toEqual([inTwo.id]);
    expect(await found(newGrant(database(), id, { attribute: "dept", equals: group }))).toEqual([
      byAttribute.id,
    ]);
    expect(await found(newGrant(database(), id, { user: inTwo.identity.username }), anyConnection)).toEqual(
      [inOne.id, inTwo.id].sort(),
    );
    expect(await database().people.matchingGrants([])).toEqual([]);
    expect(await database().people.matchingGrants(["no-uuid"])).toEqual([]);
  });
});
