import { createPublicKey, sign, verify } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../identity/actor";
import { accessUseCases } from "../access/access";
import { openWorld, refusalOf, type World } from "../fixtures/world";
import { adminUseCases } from "./admin";
import type { AdminUseCases } from "./admin-use-cases";

let world: World;
let keys: AdminUseCases["keys"];
let grace: Actor;
beforeAll(async () => {
  world = await openWorld();
  keys = adminUseCases(world.context).keys;
  grace = await world.person({ username: "grace@example.com", groups: ["rolebridge-admins"] });
});
afterEach(() => world.failAudit(undefined));
afterAll(() => world.close());

const PURPOSE = "aws-saml";
const statuses = async () =>
  (await keys.list(grace)).filter(({ purpose }) => purpose === PURPOSE).map(({ status }) => status);
const idOf = async (status: string) =>
  (await keys.list(grace)).find((key) => key.purpose === PURPOSE && key.status === status)?.id ?? "";
const signsWith = async () => {
  world.advance(3);
  return (await world.context.keyrings[PURPOSE].current()).id;
};
const metadataCertificates = async () =>
  (await accessUseCases(world.context).identityProviderMetadata()).match(/<ds:X509Certificate>/g)?.length;
const newest = async () => (await world.events())[0];

describe("a rotation of the signing key", () => {
  test("goes from next to current to retired, published with overlap, each step in the audit (K03)", async () => {
    const first = await idOf("current");
    const next = await keys.makeNext(grace, { purpose: PURPOSE });
    expect(await newest()).toMatchObject({
      action: "key.created",
      object: { kind: "key", id: next.id, name: PURPOSE },
      detail: { status: "next", sha256: next.sha256 },
    });
    expect(await signsWith()).toBe(first);
    expect(await metadataCertificates()).toBe(2);

    await keys.change(grace, next.id, { status: "current" });
    expect(await newest()).toMatchObject({
      action: "key.used",
      detail: { before: "next", status: "current" },
    });
    expect(await signsWith()).toBe(next.id);
    expect(await metadataCertificates()).toBe(2);
    const current = await world.context.keyrings[PURPOSE].current();
    const [published] = await world.context.keyrings[PURPOSE].published();
    const message = Buffer.from("signed after the rotation");
    const publicKey = createPublicKey(published?.certificatePem ?? "");
    expect(verify("sha256", message, publicKey, sign("sha256", message, current.privateKey))).toBe(true);

    await keys.change(grace, first, { status: "retired" });
    expect(await newest()).toMatchObject({ action: "key.retired", object: { id: first } });
    expect(await metadataCertificates()).toBe(1);
    expect(await statuses()).toEqual(expect.arrayContaining(["current", "retired"]));
    const stored = (await world.database.keys.list(PURPOSE)).find(({ id }) => id === first);
    expect(stored?.privateKeySealed).toHaveLength(0);
  });

  test("has a way back while the previous key is not retired", async () => {
    const before = await idOf("current");
    const next = await keys.makeNext(grace, { purpose: PURPOSE });
    await keys.change(grace, next.id, { status: "current" });
    await keys.change(grace, before, { status: "current" });
    expect(await signsWith()).toBe(before);
    expect(await idOf("next")).toBe(next.id);
    await keys.change(grace, next.id, { status: "retired" });
  });

  test("refuses a second next key, retiring what is in use, and using what is retired", async () => {
    const next = await keys.makeNext(grace, { purpose: PURPOSE });
    for (const refused of [
      () => keys.makeNext(grace, { purpose: PURPOSE }),
      async () => keys.change(grace, await idOf("current"), { status: "retired" }),
      async () => keys.change(grace, await idOf("current"), { status: "current" }),
      async () => keys.change(grace, await idOf("retired"), { status: "current" }),
      async () => keys.change(grace, await idOf("retired"), { status: "retired" }),
    ]) {
      expect(await refusalOf(refused())).toMatchObject({
        code: "keys.step_impossible",
        detail: expect.any(String),
      });
    }
    await keys.change(grace, next.id, { status: "retired" });
    expect((await refusalOf(keys.change(grace, "nobody's", { status: "current" }))).code).toBe(
      "admin.not_found",
    );
    for (const wrong of [{ purpose: "cookies" }, {}, { purpose: PURPOSE, status: "current" }]) {
      expect((await refusalOf(keys.makeNext(grace, wrong))).code).toBe("request.invalid");
    }
  });

  test("two administrators who use the next key at once change it once", async () => {
    const next = await keys.makeNext(grace, { purpose: PURPOSE });
    const both = [1, 2].map(() => keys.change(grace, next.id, { status: "current" }));
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await idOf("current")).toBe(next.id);
    await keys.change(grace, await idOf("previous"), { status: "retired" });
  });

  test("changes nothing when the audit cannot be written", async () => {
    const before = await statuses();
    world.failAudit("key.created");
    await refusalOf(keys.makeNext(grace, { purpose: PURPOSE }));
    expect(await statuses()).toEqual(before);
  });

  test("is an administrator's: an auditor reads, and nothing private is there to read", async () => {
    const iris = await world.person({ groups: ["rolebridge-auditors"] });
    expect(JSON.stringify(await keys.list(iris))).not.toMatch(/PRIVATE|Sealed|"d":/);
    for (const attempt of [keys.makeNext(iris, { purpose: PURPOSE }), keys.change(iris, "any", {})]) {
      expect((await refusalOf(attempt)).code).toBe("access.not_administrator");
    }
  });
});
