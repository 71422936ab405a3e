import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { PersonActor } from "../../identity/actor";
import { accessUseCases } from "../access/access";
import { newEntitlement, openWorld, refusalOf, type World } from "../fixtures/world";
import type { AccessUseCases } from "../use-cases";
import type { LockDownUseCases } from "./lock-down-use-cases";
import { lockDownUseCases } from "./lock-downs";

let world: World;
let access: AccessUseCases;
let lockDowns: LockDownUseCases;
let administrator: PersonActor;
beforeAll(async () => {
  world = await openWorld();
  access = accessUseCases(world.context);
  lockDowns = lockDownUseCases(world.context);
  administrator = await world.person({ groups: ["rolebridge-admins"] });
});
afterEach(async () => {
  world.duringSts(async () => undefined);
  world.stsRequests.length = 0;
  for (const { id } of await lockDowns.inForce(administrator)) {
    await lockDowns.lift(administrator, id, { status: "lifted", reason: "end of the test" });
  }
});
afterAll(() => world.close());

async function entitled() {
  const group = randomUUID();
  const made = await newEntitlement(world, group);
  return { ...made, actor: await world.person({ groups: [group] }) };
}

const EVERYTHING = { scope: "everything", reason: "A signing key may have leaked" };

describe("a lock-down", () => {
  test("of everything stops credentials and consoles before AWS is asked, and says who to ask and not why", async () => {
    const { actor, target } = await entitled();
    const made = await lockDowns.create(administrator, EVERYTHING);
    for (const work of [access.issueCredentials, access.openConsole]) {
      const refusal = await refusalOf(work(actor, { entitlementId: target.id }));
      expect(refusal).toMatchObject({ code: "issuance.locked_down", status: 403, reason: "everything" });
      expect(JSON.stringify([refusal.title, refusal.detail])).not.toContain("signing key");
    }
    expect(world.stsRequests).toEqual([]);
    await lockDowns.lift(administrator, made.id, { status: "lifted", reason: "Keys were replaced" });
    await expect(access.issueCredentials(actor, { entitlementId: target.id })).resolves.toBeDefined();
    const events = (await world.events()).filter(({ action }) => action.startsWith("lock_down."));
    expect(events.slice(0, 2)).toMatchObject([
      { action: "lock_down.lifted", detail: { reason: "Keys were replaced", because: EVERYTHING.reason } },
      { action: "lock_down.created", object: { kind: "everything" }, detail: { reason: EVERYTHING.reason } },
    ]);
  });

  test("of a person or an account stops these and nobody else", async () => {
    const one = await entitled();
    const other = await entitled();
    const { actor, account, target } = one;
    await lockDowns.create(administrator, {
      scope: "person",
      personId: actor.personId,
      reason: "laptop stolen",
    });
    await lockDowns.create(administrator, {
      scope: "account",
      accountId: other.account.accountId,
      reason: "intruder",
    });
    const mine = await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
    expect(mine).toMatchObject({ code: "issuance.locked_down", reason: "person" });
    const theirs = await refusalOf(access.issueCredentials(other.actor, { entitlementId: other.target.id }));
    expect(theirs).toMatchObject({ code: "issuance.locked_down", reason: "account" });
    const colleague = await world.person({ groups: actor.identity.groups });
    await expect(access.issueCredentials(colleague, { entitlementId: target.id })).resolves.toBeDefined();
    expect(await lockDowns.concerning(actor)).toBe("person");
    expect(await lockDowns.concerning(colleague)).toBeUndefined();
    expect(account.accountId).not.toBe(other.account.accountId);
  });

  test("A08 made while AWS is asked hands nothing over", async () => {
    const { actor, target } = await entitled();
    world.duringSts(async () => {
      await lockDowns.create(administrator, EVERYTHING);
    });
    const refusal = await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
    expect(refusal.code).toBe("issuance.locked_down");
    expect(world.stsRequests).toHaveLength(1);
    const [refused] = (await world.events()).filter(({ action }) => action.startsWith("credentials."));
    expect(refused).toMatchObject({ action: "credentials.refused" });
  });

  test("A12 is nothing a stranger could learn of: the answer stays that there is no such role", async () => {
    const { target, account } = await entitled();
    const stranger = await world.person({ groups: [randomUUID()] });
    await lockDowns.create(administrator, {
      scope: "account",
      accountId: account.accountId,
      reason: "intruder",
    });
    const refusal = await refusalOf(access.issueCredentials(stranger, { entitlementId: target.id }));
    expect(refusal.code).toBe("issuance.not_entitled");
  });

  test("outlives its account: deleted and entered again, it is still locked down", async () => {
    const { account, target: before } = await entitled();
    await lockDowns.create(administrator, {
      scope: "account",
      accountId: account.accountId,
      reason: "intruder",
    });
    await world.database.accounts.delete(account.accountId);
    const group = randomUUID();
    await world.database.accounts.create(account);
    const { id: _, ...draft } = before;
    const target = await world.database.targets.create(draft);
    await world.database.grants.create({ targetId: target.id, principal: { group } });
    const actor = await world.person({ groups: [group] });
    const refusal = await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
    expect(refusal.code).toBe("issuance.locked_down");
  });

  test("is made once, lifted once, and each with a reason", async () => {
    const made = await lockDowns.create(administrator, EVERYTHING);
    const again = await refusalOf(lockDowns.create(administrator, EVERYTHING));
    expect(again.code).toBe("admin.locked_down_already");
    const mute = await refusalOf(lockDowns.lift(administrator, made.id, { status: "lifted", reason: " " }));
    expect(mute).toMatchObject({ code: "request.invalid", fields: [{ field: "reason" }] });
    await lockDowns.lift(administrator, made.id, { status: "lifted", reason: "over" });
    const twice = await refusalOf(
      lockDowns.lift(administrator, made.id, { status: "lifted", reason: "over" }),
    );
    expect(twice.code).toBe("admin.lifted_already");
    expect(await lockDowns.get(administrator, made.id)).toMatchObject({ lifted: { reason: "over" } });
  });

  test.each([
    [{ scope: "everything" }, "reason"],
    [{ scope: "galaxy", reason: "x" }, "scope"],
    [{ ...EVERYTHING, accountId: "123456789012" }, "accountId"],
    [{ ...EVERYTHING, liftedAt: "2026-01-01T00:00:00Z" }, "liftedAt"],
    [{ scope: "account", reason: "x" }, "accountId"],
  ])("W12 refuses %j", async (input, field) => {
    const refusal = await refusalOf(lockDowns.create(administrator, input));
    expect(refusal).toMatchObject({ code: "request.invalid", fields: [{ field }] });
  });

  test("is for administrators: auditors read it, others neither see nor lift it", async () => {
    const auditor = await world.person({ groups: ["rolebridge-auditors"] });
    const engineer = await world.person({ groups: ["engineering"] });
    const made = await lockDowns.create(administrator, EVERYTHING);
    expect(await lockDowns.inForce(auditor)).toMatchObject([{ id: made.id, reason: EVERYTHING.reason }]);
    const lift = { status: "lifted", reason: "please" };
    for (const work of [
      () => lockDowns.create(auditor, EVERYTHING),
      () => lockDowns.lift(auditor, made.id, lift),
      () => lockDowns.cutOff(auditor, made.id),
      () => lockDowns.inForce(engineer),
      () => lockDowns.list(engineer, { limit: 10 }),
      () => lockDowns.lift(engineer, made.id, lift),
    ]) {
      expect((await refusalOf(work())).code).toBe("access.not_administrator");
    }
  });
});

describe("cutting off what was given before", () => {
  test("lists a person's sessions and ends theirs alone", async () => {
    const { actor, target, account } = await entitled();
    await access.issueCredentials(actor, { entitlementId: target.id });
    const scope = { scope: "person", personId: actor.personId, reason: "laptop stolen" };
    const { id } = await lockDowns.create(administrator, scope);
    const { sessions, revocations, isCut } = await lockDowns.cutOff(administrator, id);
    expect(isCut).toBe(false);
    expect(sessions).toMatchObject([
      {
        username: actor.identity.username,
        targetName: `${account.name} / ReadOnly`,
        roleArn: target.roleArn,
        accessKeyId: "ASIAIOSFODNN7EXAMPLE",
      },
    ]);
    expect(revocations).toMatchObject([
      {
        arn: target.roleArn,
        accountId: account.accountId,
        accountName: account.name,
        policyName: `RolebridgeRevoke-${actor.sessionName}`,
        command: expect.stringMatching(/^aws iam put-role-policy /),
      },
    ]);
  });

  test("of an account covers all its roles, and of everything those with sessions", async () => {
    const { actor, target, account } = await entitled();
    const quiet = await entitled();
    await access.issueCredentials(actor, { entitlementId: target.id });
    const scope = { scope: "account", accountId: quiet.account.accountId, reason: "intruder" };
    const ofAccount = await lockDowns.create(administrator, scope);
    const ofAll = await lockDowns.create(administrator, EVERYTHING);
    expect(await lockDowns.cutOff(administrator, ofAccount.id)).toMatchObject({
      sessions: [],
      revocations: [{ arn: quiet.target.roleArn, policyName: "AWSRevokeOlderSessions" }],
    });
    const all = await lockDowns.cutOff(administrator, ofAll.id);
    const arns = all.revocations.map(({ arn }) => arn);
    expect(arns).toContain(target.roleArn);
    expect(arns).not.toContain(quiet.target.roleArn);
    expect(all.revocations.find(({ accountId }) => accountId === account.accountId)?.accountName).toBe(
      account.name,
    );
  });

  test("does not name sessions that are over", async () => {
    const { actor, target } = await entitled();
    await access.issueCredentials(actor, { entitlementId: target.id, durationSeconds: 900 });
    const scope = { scope: "person", personId: actor.personId, reason: "laptop stolen" };
    const { id } = await lockDowns.create(administrator, scope);
    world.advance(901);
    expect((await lockDowns.cutOff(administrator, id)).sessions).toEqual([]);
  });
});
