import { createHash, randomBytes, randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { SignInRequestRecord, SignInResultRecord } from "../../flows/ports";
import { Prisma } from "../generated/client";
import { onEveryDatabase } from "./on-every-database";
import { identity, later, NOW, newConnection } from "./samples";

const hash = (text: string) => new Uint8Array(createHash("sha256").update(text).digest());

function request(connectionId: string, change: Partial<SignInRequestRecord> = {}): SignInRequestRecord {
  return {
    id: `_${randomUUID()}`,
    connectionId,
    purpose: "session",
    browserBindingHash: hash("browser"),
    returnTo: "/go/meridian-prod/Developer",
    createdAt: NOW,
    expiresAt: later(600),
    ...change,
  };
}

function result(connectionId: string, change: Partial<SignInResultRecord> = {}): SignInResultRecord {
  return {
    handleHash: new Uint8Array(randomBytes(32)),
    connectionId,
    purpose: "session",
    browserBindingHash: hash("browser"),
    identity: identity({ email: "ada@meridian.example", attributes: [{ name: "__proto__", values: ["x"] }] }),
    authentication: { at: NOW, context: "urn:example:mfa", methods: ["pwd", "otp"] },
    returnTo: "/",
    sessionNotOnOrAfter: later(3600),
    expiresAt: later(120),
    ...change,
  };
}

onEveryDatabase("sign-in", (opened) => {
  const store = () => opened().database.signIn;
  const accept = (connectionId: string, requestId: string | undefined, change = {}) => {
    const accepted = {
      issuer: "https://idp.example",
      assertionId: `_${randomUUID()}`,
      assertionIssuedAt: NOW,
      assertionExpiresAt: later(300),
      result: result(connectionId),
      now: NOW,
      ...change,
    };
    return store().acceptAssertion(requestId === undefined ? accepted : { ...accepted, requestId });
  };

  it("keeps a request as it was made", async () => {
    const { id: connectionId } = await newConnection(opened().database);
    const made = request(connectionId, { purpose: "test" });
    await store().createRequest(made);
    const found = await store().findRequest(made.id);
    expect(found).toEqual({ ...made, browserBindingHash: expect.anything() });
    expect(Buffer.from(found?.browserBindingHash ?? [])).toEqual(Buffer.from(made.browserBindingHash));
    expect(await store().findRequest("_unknown")).toBeUndefined();
    expect(await store().findRequest("\0")).toBeUndefined();
  });

  it("S47 accepts one of 20 answers to one request that arrive at once", async () => {
    const { id: connectionId } = await newConnection(opened().database);
    const made = request(connectionId);
    await store().createRequest(made);
    const answers = await Promise.all(Array.from({ length: 20 }, () => accept(connectionId, made.id)));
    expect(answers.filter((accepted) => accepted)).toHaveLength(1);
    expect(await accept(connectionId, made.id)).toBe(false);
  });

  it("S48 accepts one assertion once, though 20 copies arrive at once and the IdP started", async () => {
    const { id: connectionId } = await newConnection(opened().database);
    const assertionId = `_${randomUUID()}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => accept(connectionId, undefined, { assertionId })),
    );
    expect(answers.filter((accepted) => accepted)).toHaveLength(1);
    expect(await accept(connectionId, undefined, { assertionId })).toBe(false);
    expect(await accept(connectionId, undefined, { assertionId, issuer: "https://other.example" })).toBe(
      true,
    );
  });

  it("leaves the request unconsumed when the assertion was used before", async () => {
    const { id: connectionId } = await newConnection(opened().database);
    const assertionId = `_${randomUUID()}`;
    expect(await accept(connectionId, undefined, { assertionId })).toBe(true);
    const made = request(connectionId);
    await store().createRequest(made);
    expect(await accept(connectionId, made.id, { assertionId })).toBe(false);
    expect(await accept(connectionId, made.id)).toBe(true);
  });

  it("refuses a request that is over, of another connection, or unknown, and then forgets the assertion", async () => {
    const { id: connectionId } = await newConnection(opened().database);
    const { id: another } = await newConnection(opened().database);
    const over = request(connectionId, { expiresAt: NOW });
    const theirs = request(another);
    for (const made of [over, theirs]) await store().createRequest(made);
    const assertionId = `_${randomUUID()}`;
    for (const requestId of [over.id, theirs.id, "_unknown"]) {
      expect(await accept(connectionId, requestId, { assertionId })).toBe(false);
    }
    expect(await accept(connectionId, undefined, { assertionId })).toBe(true);
  });

  it("S44 gives a result to its own browser only, and in time only", async () => {
    const { id: connectionId } = await newConnection(opened().database);
    const kept = result(connectionId);
    await store().createResult(kept);
    expect(await store().takeResult(kept.handleHash, hash("another browser"), NOW)).toBeUndefined();
    expect(await store().takeResult(kept.handleHash, undefined, NOW)).toBeUndefined();
    expect(await store().takeResult(kept.handleHash, hash("browser"), kept.expiresAt)).toBeUndefined();
    expect(await store().takeResult(kept.handleHash, hash("browser"), later(119))).toBeDefined();
  });

  it.each(["takeAskedFor", "takeResult"] as const)(
    "%s gives a result to one of 20 who ask at once",
    async (take) => {
      const { id: connectionId } = await newConnection(opened().database);
      const kept = result(connectionId);
      await store().createResult(kept);
      const taken = await Promise.all(
        Array.from({ length: 20 }, () => store()[take](kept.handleHash, hash("browser"), NOW)),
      );
      const [only, ...more] = taken.filter((one) => one !== undefined);
      expect(more).toEqual([]);
      expect(only).toEqual({ ...kept, handleHash: expect.anything(), browserBindingHash: expect.anything() });
      expect(await store().peekResult(kept.handleHash, NOW)).toBeUndefined();
    },
  );

  it("S44 gives what a browser asked for to no other, in time only, and nothing that has to be looked at first", async () => {
    const { id: connectionId } = await newConnection(opened().database);
    const kept = result(connectionId);
    const { browserBindingHash: _, ...unbound } = result(connectionId);
    const test = { ...result(connectionId), purpose: "test" as const };
    for (const one of [kept, unbound, test]) await store().createResult(one);
    const take = (one: { handleHash: Uint8Array }, browser = "browser", at = NOW) =>
      store().takeAskedFor(one.handleHash, hash(browser), at);
    expect(await take(kept, "another browser")).toBeUndefined();
    expect(await take(kept, "browser", kept.expiresAt)).toBeUndefined();
    expect(await take(unbound)).toBeUndefined();
    expect(await take(test)).toBeUndefined();
    expect(await take(kept, "browser", later(119))).toBeDefined();
  });

  it("gives a result without a browser (the IdP started) to whoever has the handle", async () => {
    const { id: connectionId } = await newConnection(opened().database);
    const { browserBindingHash: _, sessionNotOnOrAfter: __, ...unbound } = result(connectionId);
    await store().createResult(unbound);
    const taken = await store().takeResult(unbound.handleHash, undefined, NOW);
    expect(taken).toEqual({ ...unbound, handleHash: expect.anything() });
  });

  it("deletes what is over for an hour, and nothing younger", async () => {
    const { database, driver } = opened();
    const { id: connectionId } = await newConnection(database);
    const [old, young] = [request(connectionId, { expiresAt: later(-3601) }), request(connectionId)];
    for (const made of [old, young]) await store().createRequest(made);
    await accept(connectionId, undefined, { assertionId: "_old", assertionExpiresAt: later(-3601) });
    await accept(connectionId, undefined, { assertionId: "_young", assertionExpiresAt: later(-1) });
    await database.upkeep.deleteExpired(NOW);
    expect(await store().findRequest(old.id)).toBeUndefined();
    expect(await store().findRequest(young.id)).toBeDefined();
    const left = await driver.sql.rows(Prisma.sql`
      SELECT assertion_id FROM used_assertion WHERE assertion_id IN ('_old', '_young')`);
    expect(left).toEqual([{ assertion_id: "_young" }]);
  });

  it("O01 takes what may be used once exactly once, of 20 that come at the same time", async () => {
    const id = `state:${randomUUID()}`;
    const use = (issuer: string) => store().markUsed({ issuer, id, expiresAt: later(60) });
    const taken = await Promise.all(Array.from({ length: 20 }, () => use("https://idp.example")));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await use("https://idp.example")).toBe(false);
    expect(await use("https://another.example")).toBe(true);
  });
});
