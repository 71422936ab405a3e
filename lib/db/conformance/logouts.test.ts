import { createHash, randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { ProviderLogout, ProviderSession } from "../../flows/logout-ports";
import { onEveryDatabase } from "./on-every-database";
import { identity, later, NOW, newConnection } from "./samples";

const IDLE_SECONDS = 600;

onEveryDatabase("logouts", (opened) => {
  const { logouts, appSessions, signIn } = {
    logouts: () => opened().database.logouts,
    appSessions: () => opened().database.appSessions,
    signIn: () => opened().database.signIn,
  };

  async function newPerson(connectionId: string) {
    return opened().database.people.upsert(connectionId, identity(), NOW, [`s-${randomUUID()}`]);
  }

  async function newSession(personId: string, providerSession?: ProviderSession) {
    const id = randomUUID();
    const authentication = { methods: [] };
    const seen = { now: NOW, expiresAt: later(3600), remoteAddress: "", userAgent: "", authentication };
    await appSessions().create({ id, personId, ...seen, ...(providerSession && { providerSession }) });
    return id;
  }

  function logout(connectionId: string, what: Partial<ProviderLogout>): ProviderLogout {
    const used = { issuer: "https://idp.example", id: `logout:${randomUUID()}`, expiresAt: later(600) };
    return { connectionId, used, ...what };
  }
  const isOpen = async (id: string) => (await appSessions().find(id, NOW, IDLE_SECONDS)) !== undefined;

  it("remember how the identity provider knows a session", async () => {
    const { id: connectionId } = await newConnection(opened().database);
    const person = await newPerson(connectionId);
    const known = {
      subject: "key",
      session: "_s1",
      nameId: { value: "a", format: "urn:f", nameQualifier: "https://idp.example" },
    };
    expect(await logouts().providerSessionOf(await newSession(person.id, known))).toEqual(known);
    expect(await logouts().providerSessionOf(await newSession(person.id, { subject: "sub" }))).toEqual({
      subject: "sub",
    });
    expect(await logouts().providerSessionOf(await newSession(person.id))).toBeUndefined();
    expect(await logouts().providerSessionOf("not a uuid")).toBeUndefined();
  });

  it("end the named session of the named person and no other, at once", async () => {
    const connection = await newConnection(opened().database);
    const [ada, otto] = [await newPerson(connection.id), await newPerson(connection.id)];
    const meant = await newSession(ada.id, { subject: "ada", session: "_1" });
    const elsewhere = await newSession(ada.id, { subject: "ada", session: "_2" });
    const ottos = await newSession(otto.id, { subject: "otto", session: "_1" });
    const ended = await logouts().endSessions(
      logout(connection.id, { subject: "ada", sessions: ["_1", "_9"] }),
      NOW,
    );
    expect(ended).toEqual([{ personId: ada.id, username: ada.identity.username }]);
    expect([await isOpen(meant), await isOpen(elsewhere), await isOpen(ottos)]).toEqual([false, true, true]);
  });

  it("end all sessions of a person when none is named, and those of unknown name when one is", async () => {
    const connection = await newConnection(opened().database);
    const ada = await newPerson(connection.id);
    const unnamed = await newSession(ada.id, { subject: "ada" });
    const other = await newSession(ada.id, { subject: "ada", session: "_2" });
    await logouts().endSessions(logout(connection.id, { subject: "ada", sessions: ["_1"] }), NOW);
    expect([await isOpen(unnamed), await isOpen(other)]).toEqual([false, true]);
    await logouts().endSessions(logout(connection.id, { subject: "ada" }), NOW);
    expect(await isOpen(other)).toBe(false);
  });

  it("end a session named without its person, and never all sessions for want of a name", async () => {
    const connection = await newConnection(opened().database);
    const ada = await newPerson(connection.id);
    const meant = await newSession(ada.id, { subject: "ada", session: "sid-1" });
    const unnamed = await newSession(ada.id, { subject: "ada" });
    expect(await logouts().endSessions(logout(connection.id, {}), NOW)).toEqual([]);
    expect(await logouts().endSessions(logout(connection.id, { sessions: ["sid-1"] }), NOW)).toHaveLength(1);
    expect([await isOpen(meant), await isOpen(unnamed)]).toEqual([false, true]);
  });

  it("of one connection leave the sessions of another alone", async () => {
    const [one, other] = [await newConnection(opened().database), await newConnection(opened().database)];
    const session = await newSession((await newPerson(one.id)).id, { subject: "ada", session: "_1" });
    expect(await logouts().endSessions(logout(other.id, { subject: "ada" }), NOW)).toEqual([]);
    expect(await isOpen(session)).toBe(true);
  });

  it("S66 take a message once: of twenty at the same time one, after that none, and a replay ends nothing", async () => {
    const connection = await newConnection(opened().database);
    const ada = await newPerson(connection.id);
    const message = logout(connection.id, { subject: "ada" });
    const taken = await Promise.all(Array.from({ length: 20 }, () => logouts().endSessions(message, NOW)));
    expect(taken.filter((ended) => ended !== undefined)).toHaveLength(1);
    const later = await newSession(ada.id, { subject: "ada" });
    expect(await logouts().endSessions(message, NOW)).toBeUndefined();
    expect(await isOpen(later)).toBe(true);
  });

  it("forget a login that still waits for its browser, and no test sign-in", async () => {
    const connection = await newConnection(opened().database);
    const waiting = (purpose: "session" | "test") => ({
      handleHash: new Uint8Array(createHash("sha256").update(randomUUID()).digest()),
      connectionId: connection.id,
      purpose,
      identity: identity(),
      authentication: { methods: [] },
      returnTo: "/",
      providerSession: { subject: "ada", session: "_1" },
      expiresAt: later(300),
    });
    const [session, test] = [waiting("session"), waiting("test")];
    await signIn().createResult(session);
    await signIn().createResult(test);
    expect((await signIn().peekResult(session.handleHash, NOW))?.providerSession).toEqual({
      subject: "ada",
      session: "_1",
    });
    await logouts().endSessions(logout(connection.id, { subject: "ada", sessions: ["_1"] }), NOW);
    expect(await signIn().peekResult(session.handleHash, NOW)).toBeUndefined();
    expect(await signIn().peekResult(test.handleHash, NOW)).toBeDefined();
  });

  it("take the answer to a request of ours once, from the connection it went to, in time", async () => {
    const [connection, other] = [
      await newConnection(opened().database),
      await newConnection(opened().database),
    ];
    const id = `_${randomUUID()}`;
    await logouts().createRequest({ id, connectionId: connection.id, expiresAt: later(300) });
    expect(await logouts().takeRequest(id, other.id, NOW)).toBe(false);
    expect(await logouts().takeRequest(id, connection.id, later(300))).toBe(false);
    const taken = Array.from({ length: 10 }, () => logouts().takeRequest(id, connection.id, NOW));
    expect((await Promise.all(taken)).filter(Boolean)).toHaveLength(1);
    expect(await logouts().takeRequest("\0", connection.id, NOW)).toBe(false);
  });
});
