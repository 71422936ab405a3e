import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TargetOf } from "../../entitlements/model";
import type { PersonActor } from "../../identity/actor";
import type { Authentication } from "../../identity/authentication";
import { accessUseCases } from "../access/access";
import { diagnosisUseCases } from "../diagnosis/diagnosis";
import { newEntitlement, openWorld, refusalOf, type World } from "../fixtures/world";
import { inspectUseCases } from "../inspect/inspect";
import type { AccessUseCases } from "../use-cases";

let world: World;
let access: AccessUseCases;
beforeAll(async () => {
  world = await openWorld();
  access = accessUseCases(world.context);
});
afterAll(() => world.close());

const ago = (seconds: number) => new Date(world.now().getTime() - seconds * 1_000);

/** Somebody whose identity provider said this, and a target that asks for that. */
async function asking(change: Partial<TargetOf<"saml">>, authentication: Authentication) {
  const group = randomUUID();
  const { target } = await newEntitlement(world, group, { target: change });
  const actor: PersonActor = { ...(await world.person({ groups: [group] })), authentication };
  return { actor, target, ask: () => access.issueCredentials(actor, { entitlementId: target.id }) };
}

describe("a target that asks for a fresh sign-in", () => {
  test("gives a session to who signed in just then, and to nobody a second later", async () => {
    const { ask } = await asking({ freshSignInSeconds: 300 }, { at: ago(300), methods: [] });
    expect((await ask()).session.accessKeyId).toMatch(/^ASIA/);
    world.advance(1);
    expect((await refusalOf(ask())).code).toBe("stepup.sign_in_required");
  });

  test("refuses a sign-in of which the identity provider said no time", async () => {
    const { ask } = await asking({ freshSignInSeconds: 43_200 }, { methods: ["mfa"] });
    expect((await refusalOf(ask())).code).toBe("stepup.sign_in_required");
  });

  test("says where the next step begins, asks AWS nothing, and leaves the refusal in the audit", async () => {
    const { ask, target } = await asking({ freshSignInSeconds: 300 }, { at: ago(301), methods: [] });
    const before = world.stsRequests.length;
    const refusal = await refusalOf(ask());
    expect(refusal).toMatchObject({ code: "stepup.sign_in_required", status: 403 });
    expect(refusal.link).toBe(`/signin/acme?stepUp=sign_in&returnTo=%2Faccess%2F${target.id}`);
    expect(world.stsRequests).toHaveLength(before);
    expect((await world.events())[0]).toMatchObject({
      action: "credentials.refused",
      object: { id: target.id },
      detail: { code: "stepup.sign_in_required" },
    });
  });

  test("is told before it is asked", async () => {
    const change = { freshSignInSeconds: 900, requireMfa: true };
    const { actor } = await asking(change, { at: ago(901), methods: ["pwd"] });
    const { items } = await access.listEntitlements(actor, { limit: 10 });
    expect(items).toMatchObject([
      { stepUp: { ...change, requirePasskey: false, missing: ["sign_in", "mfa"] } },
    ]);
  });
});

describe("a target that asks for a second factor", () => {
  test("gives a session to who used one, by the words that count at their connection", async () => {
    const { ask } = await asking({ requireMfa: true }, { at: ago(40_000), methods: ["pwd", "mfa"] });
    expect((await ask()).session.accessKeyId).toMatch(/^ASIA/);
  });

  test.each([
    ["said nothing", []],
    ["said a password", ["pwd"]],
    ["said a word that does not count there", ["otp"]],
  ])("refuses a sign-in of which the identity provider %s", async (_, methods) => {
    const { ask } = await asking({ requireMfa: true }, { at: ago(0), methods });
    const refusal = await refusalOf(ask());
    expect(refusal.code).toBe("stepup.mfa_required");
    expect(refusal.link).toContain("stepUp=mfa");
  });

  test("refuses at once when an administrator strikes the word off", async () => {
    const { ask } = await asking({ requireMfa: true }, { at: ago(0), methods: ["mfa"] });
    await ask();
    const { id, ...draft } = world.connection;
    await world.database.connections.update(id, { ...draft, mfa: { claims: [], request: [] } });
    expect((await refusalOf(ask())).code).toBe("stepup.mfa_required");
    await world.database.connections.update(id, draft);
  });
});

describe("every door asks the same", () => {
  const old = { methods: ["pwd"] };

  test("the console", async () => {
    const { actor, target } = await asking({ requireMfa: true, freshSignInSeconds: 300 }, old);
    const refusal = await refusalOf(access.openConsole(actor, { entitlementId: target.id }));
    expect(refusal.code).toBe("stepup.sign_in_required");
    expect(refusal.link).toContain("stepUp=mfa");
  });

  test("diagnosis, which comes back to its own page", async () => {
    const { actor, target } = await asking({ freshSignInSeconds: 300 }, old);
    const diagnosis = diagnosisUseCases(world.context);
    const refusal = await refusalOf(diagnosis.identity(actor, { entitlementId: target.id }));
    expect(refusal).toMatchObject({ code: "stepup.sign_in_required" });
    expect(refusal.link).toContain("returnTo=%2Fdiagnose");
  });

  test("the check of a target, whoever administers", async () => {
    const { target } = await asking({ freshSignInSeconds: 300 }, old);
    const grace = { ...(await world.person({ groups: ["rolebridge-admins"] })), authentication: old };
    const refusal = await refusalOf(inspectUseCases(world.context).checkTarget(grace, target.id, {}));
    expect(refusal.code).toBe("stepup.sign_in_required");
    expect(refusal.link).toContain(encodeURIComponent(`/admin/targets/${target.id}/check`));
  });

  test("a reason does not stand in for a sign-in", async () => {
    const { actor, target } = await asking({ freshSignInSeconds: 300, requireReason: true }, old);
    const asked = access.issueCredentials(actor, { entitlementId: target.id, reason: "INC-7" });
    expect((await refusalOf(asked)).code).toBe("stepup.sign_in_required");
  });
});
