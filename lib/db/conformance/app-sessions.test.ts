import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { onEveryDatabase } from "./on-every-database";
import { identity, later, NOW, newConnection, samlConnection } from "./samples";

const IDLE_SECONDS = 600;
const AUTHENTICATION = { at: later(-60), context: "urn:example:mfa", methods: ["pwd", "otp"] };

onEveryDatabase("app sessions", (opened) => {
  const sessions = () => opened().database.appSessions;

  async function signIn() {
    const connection = await newConnection(opened().database);
    const person = await opened().database.people.upsert(
      connection.id,
      identity({ connection: connection.slug, attributes: [{ name: "department", values: ["Logistics"] }] }),
      NOW,
      [`s-${randomUUID()}`],
    );
    const id = randomUUID();
    await sessions().create({
      id,
      personId: person.id,
      now: NOW,
      expiresAt: later(3600),
      remoteAddress: "192.0.2.7",
      userAgent: "strange\0agent",
      authentication: AUTHENTICATION,
    });
    return { id, person, connection };
  }

  it("give the person as the IdP described them", async () => {
    const { id, person } = await signIn();
    expect(await sessions().find(id, NOW, IDLE_SECONDS)).toEqual({
      id,
      person,
      createdAt: NOW,
      lastSeenAt: NOW,
      expiresAt: later(3600),
      authentication: AUTHENTICATION,
    });
  });

  it("end when idle too long, and live on when used", async () => {
    const { id } = await signIn();
    expect(await sessions().find(id, later(IDLE_SECONDS - 1), IDLE_SECONDS)).toBeDefined();
    expect(await sessions().find(id, later(IDLE_SECONDS), IDLE_SECONDS)).toBeUndefined();
    await sessions().touch(id, later(500));
    expect(await sessions().find(id, later(IDLE_SECONDS), IDLE_SECONDS)).toBeDefined();
  });

  it("end at their end, however busy", async () => {
    const { id } = await signIn();
    await sessions().touch(id, later(3599));
    expect(await sessions().find(id, later(3599), IDLE_SECONDS)).toBeDefined();
    expect(await sessions().find(id, later(3600), IDLE_SECONDS)).toBeUndefined();
  });

  it("never get older by an answer that was overtaken", async () => {
    const { id } = await signIn();
    await sessions().touch(id, later(60));
    await sessions().touch(id, later(30));
    expect(await sessions().find(id, later(60), IDLE_SECONDS)).toMatchObject({ lastSeenAt: later(60) });
  });

  it("W07 end when revoked, at once and for good", async () => {
    const { id } = await signIn();
    await sessions().revoke(id, later(1));
    await sessions().touch(id, later(2));
    expect(await sessions().find(id, later(2), IDLE_SECONDS)).toBeUndefined();
  });

  it("say who ended them, and nothing while they hold", async () => {
    const { id, person } = await signIn();
    const endOf = (seconds: number, session = id) => sessions().endOf(session, later(seconds), IDLE_SECONDS);
    expect(await endOf(1)).toBeUndefined();
    expect([await endOf(IDLE_SECONDS), await endOf(3600)]).toEqual(["timed_out", "timed_out"]);
    await sessions().revokeOfPerson(person.id, later(2));
    expect([await endOf(3), await endOf(3600)]).toEqual(["administrator", "administrator"]);
    const other = await signIn();
    await sessions().revoke(other.id, later(1));
    expect(await endOf(2, other.id)).toBe("person");
    const draft = samlConnection(other.connection.slug);
    await opened().database.connections.update(other.connection.id, { ...draft, enabled: false });
    expect(await endOf(2, other.id)).toBe("person");
    expect(await endOf(2, randomUUID())).toBeUndefined();
  });

  it("stop while their connection is disabled", async () => {
    const { id, connection } = await signIn();
    const draft = samlConnection(connection.slug);
    await opened().database.connections.update(connection.id, { ...draft, enabled: false });
    expect(await sessions().find(id, NOW, IDLE_SECONDS)).toBeUndefined();
    expect(await sessions().endOf(id, NOW, IDLE_SECONDS)).toBe("connection_off");
  });

  it("show new groups without a new sign-in", async () => {
    const { id, person, connection } = await signIn();
    await opened().database.people.upsert(
      connection.id,
      { ...person.identity, groups: ["new"] },
      later(5),
      [],
    );
    const found = await sessions().find(id, later(6), IDLE_SECONDS);
    expect(found?.person.identity.groups).toEqual(["new"]);
  });

  it("are not found by what is no id", async () => {
    for (const id of ["", "x", "\0", `${randomUUID()}'`, randomUUID()]) {
      expect(await sessions().find(id, NOW, IDLE_SECONDS)).toBeUndefined();
      expect(await sessions().endOf(id, NOW, IDLE_SECONDS)).toBeUndefined();
      await sessions().touch(id, NOW);
      await sessions().revoke(id, NOW);
    }
  });
});
