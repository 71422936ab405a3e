import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answeredSession } from "../../aws/fixtures/sts-fixture";
import { AppError } from "../../errors/app-error";
import type { PersonActor } from "../../identity/actor";
import { accessUseCases } from "../access/access";
import { entitledTo, withSts } from "../fixtures/entitled";
import { openWorld, refusalOf, type World } from "../fixtures/world";
import { inspectUseCases } from "./inspect";
import type { InspectUseCases } from "./inspect-use-cases";

let world: World;
let inspect: InspectUseCases;
let grace: PersonActor;
let iris: PersonActor;
let refuse: AppError | undefined;
const durations: number[] = [];
beforeAll(async () => {
  world = await openWorld();
  grace = await world.person({ username: "grace@example.com", groups: ["rolebridge-admins"] });
  iris = await world.person({ username: "iris@example.com", groups: ["rolebridge-auditors"] });
  let arn = "";
  inspect = inspectUseCases(
    withSts(world, {
      assumeRoleWithSaml: async ({ place, roleArn, durationSeconds }) => {
        durations.push(durationSeconds);
        if (refuse) throw refuse;
        const role = roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/");
        arn = `${role}/${grace.sessionName}`;
        return answeredSession(place, arn, world.now());
      },
      getCallerIdentity: async (place) => ({
        value: { arn, userId: "AROA", accountId: arn.split(":")[4] ?? "" },
        attempts: [{ region: place.regions[0], outcome: "answered" }],
      }),
    }),
  );
});
afterAll(() => world.close());

const newest = async (count: number) => (await world.events()).slice(0, count);

describe("a preview", () => {
  test("is the very plan that is then executed, with what decides its duration", async () => {
    const { actor, target } = await entitledTo(world, "saml", { roleMaxDurationSeconds: 7_200 });
    const access = accessUseCases(withSts(world, {}));
    const wish = { entitlementId: target.id, durationSeconds: 1_800 };
    const preview = await access.previewPlan(actor, wish);
    expect(preview.plan).toMatchObject({ durationSeconds: 1_800, durationDecidedBy: "wish" });
    expect(preview.limits).toEqual([
      { seconds: 7_200, decidedBy: "role" },
      { seconds: 14_400, decidedBy: "target" },
      { seconds: 14_400, decidedBy: "grant" },
      { seconds: 43_200, decidedBy: "kind" },
    ]);
    expect(await newest(1)).not.toMatchObject([{ object: { id: target.id } }]);
    const { plan } = await access.issueCredentials(actor, wish);
    expect(preview.plan).toEqual(plan);
  });

  test("names the attribute that would stop the session", async () => {
    const { actor, target } = await entitledTo(world, "saml", {
      sessionTags: [{ key: "Department", attribute: "department" }],
    });
    const refusal = await refusalOf(
      accessUseCases(world.context).previewPlan(actor, { entitlementId: target.id }),
    );
    expect(refusal.code).toBe("issuance.tag_invalid");
    expect(refusal.detail).toContain("department");
  });

  test("for somebody says whether they have it now; auditors may look, others not", async () => {
    const { actor, target } = await entitledTo(world, "saml");
    const mine = await inspect.planFor(iris, target.id, { personId: actor.personId });
    expect(mine).toMatchObject({
      entitled: true,
      person: { username: actor.identity.username },
      plan: { sessionName: actor.sessionName },
    });
    expect(await inspect.planFor(grace, target.id, {})).toMatchObject({
      entitled: false,
      plan: { sessionName: grace.sessionName },
    });
    expect((await refusalOf(inspect.planFor(actor, target.id, {}))).code).toBe("access.not_administrator");
  });
});

describe("checking a target", () => {
  test("asks for 900 seconds as the administrator, shows every step, and lets the session go", async () => {
    const { target } = await entitledTo(world, "saml");
    durations.length = 0;
    const check = await inspect.checkTarget(grace, target.id, {});
    expect(durations).toEqual([900]);
    expect(check.steps.every(({ state }) => state === "passed")).toBe(true);
    expect(check.steps.map(({ id }) => id)).toContain("caller_identity");
    const [after, before] = await newest(2);
    expect(before).toMatchObject({
      action: "target.check_requested",
      actor: { name: "grace@example.com" },
      detail: { plan: { durationSeconds: 900, sessionName: grace.sessionName } },
    });
    expect(after).toMatchObject({ action: "target.checked", outcome: "success", object: { id: target.id } });
    expect(JSON.stringify([check, after, before])).not.toContain("canary");
  });

  test("says where AWS stopped and why, and keeps it in the audit", async () => {
    const { target } = await entitledTo(world, "saml");
    const awsMessage = "Not authorized to perform sts:AssumeRoleWithSAML";
    refuse = new AppError("aws.refused", { aws: { awsCode: "AccessDenied", awsMessage, hints: [] } });
    const check = await inspect.checkTarget(grace, target.id, {}).finally(() => {
      refuse = undefined;
    });
    const states = Object.fromEntries(check.steps.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({ signature: "passed", trust: "failed", duration: "unknown" });
    expect(check.explanation?.trustPolicy).toBeDefined();
    const [event] = await newest(1);
    expect(event).toMatchObject({
      action: "target.checked",
      outcome: "refused",
      detail: { awsCode: "AccessDenied", awsMessage, plan: { targetId: target.id } },
    });
    const read = await inspect.auditEvent(iris, event?.id ?? "");
    expect(read.detail.explanation).toMatchObject({ id: check.explanation?.id });
  });

  test("that cannot be planned fails at the configuration, before AWS is asked", async () => {
    const { target } = await entitledTo(world, "saml", {
      sessionTags: [{ key: "Department", attribute: "department" }],
    });
    durations.length = 0;
    const { steps } = await inspect.checkTarget(grace, target.id, {});
    expect(steps).toMatchObject([{ id: "configuration", state: "failed" }]);
    expect(steps[0]?.problem).toContain("department");
    expect(durations).toEqual([]);
    expect(await newest(1)).toMatchObject([{ action: "target.checked", outcome: "refused" }]);
  });

  test("asks for the code of a target with a device", async () => {
    const { target } = await entitledTo(world, "session-token", { mfaSerial: "GAHT12345678" });
    expect((await refusalOf(inspect.checkTarget(grace, target.id, {}))).code).toBe("issuance.mfa_required");
  });

  test("is for administrators who are people", async () => {
    const { target } = await entitledTo(world, "saml");
    expect((await refusalOf(inspect.checkTarget(iris, target.id, {}))).code).toBe("access.not_administrator");
    expect(await newest(1)).toMatchObject([
      { action: "admin.refused", detail: { attempted: "targets.check" } },
    ]);
    expect((await refusalOf(inspect.checkTarget(world.token(), target.id, {}))).code).toBe(
      "access.needs_person",
    );
  });

  test("makes no session when the audit cannot be written", async () => {
    const { target } = await entitledTo(world, "saml");
    durations.length = 0;
    world.failAudit("target.check_requested");
    const refusal = await refusalOf(inspect.checkTarget(grace, target.id, {})).finally(() =>
      world.failAudit(undefined),
    );
    expect(refusal.code).toBe("store.unavailable");
    expect(durations).toEqual([]);
  });
});

describe("setting AWS up", () => {
  test("gives every format for a target and for its account, to whoever may read the administration", async () => {
    const { target } = await entitledTo(world, "saml");
    const [texts] = await inspect.setUpTarget(grace, target.id, {});
    expect(texts).toMatchObject({ accountId: target.accountId });
    for (const text of [texts?.terraform, texts?.cloudFormation, texts?.awsCli, texts?.json]) {
      expect(text).toContain("ReadOnly");
    }
    const ofAccount = await inspect.setUpAccount(grace, target.accountId, { providersExist: true });
    expect(ofAccount).toHaveLength(1);
    expect(await inspect.setUpTarget(iris, target.id, {})).toEqual([texts]);
    expect(await inspect.setUpAccount(iris, target.accountId, { providersExist: true })).toEqual(ofAccount);
    const ada = await world.person();
    expect((await refusalOf(inspect.setUpTarget(ada, target.id, {}))).code).toMatch(/^access\./);
    expect((await refusalOf(inspect.setUpAccount(ada, target.accountId, {}))).code).toMatch(/^access\./);
    expect((await refusalOf(inspect.revocation(iris, target.id))).code).toBe("access.not_administrator");
  });

  test("allows in the trust policy the tags that connections set, and makes the provider of a relayed one", async () => {
    const { connection, database } = world;
    if (connection.kind !== "saml") throw new Error("a SAML connection");
    const tagPolicy = { sessionTags: [{ key: "CostCenter", attribute: "cost" }] };
    await database.connections.update(connection.id, { ...connection, tagPolicy });
    const { target } = await entitledTo(world, "saml", { useConnectionTags: true });
    const [tagged] = await inspect.setUpTarget(grace, target.id, {});
    expect(tagged?.json).toContain('"aws:TagKeys": "CostCenter"');
    await database.connections.update(connection.id, connection);
    const relayed = await entitledTo(world, "saml-relay", {
      relayConnection: connection.slug,
      providerArn: `arn:aws:iam::${target.accountId}:saml-provider/Company`,
    });
    const [texts] = await inspect.setUpTarget(grace, relayed.target.id, {});
    expect(texts?.json).toContain(`"SAML:iss": "${connection.samlIdp.entityId}"`);
    expect(texts?.json).toContain(`entityID=\\"${connection.samlIdp.entityId}\\"`);
  });

  test("puts the conditions of a contractor into the trust policy", async () => {
    const { target } = await entitledTo(world, "saml");
    const options = { sourceIps: ["203.0.113.0/24"], notAfter: "2027-01-01T00:00:00Z" };
    const [texts] = await inspect.setUpTarget(grace, target.id, options);
    expect(texts?.json).toContain("203.0.113.0/24");
    expect(texts?.json).toContain("2027-01-01T00:00:00Z");
  });

  test.each([
    [{ sourceIps: ["everywhere"] }, "sourceIps.0"],
    [{ notAfter: "soon" }, "notAfter"],
    [{ permissionPolicyArns: ["Admin"] }, "permissionPolicyArns.0"],
    [{ surprise: 1 }, "surprise"],
  ])("refuses %j by name", async (options, field) => {
    const { target } = await entitledTo(world, "saml");
    expect(await refusalOf(inspect.setUpTarget(grace, target.id, options))).toMatchObject({
      code: "request.invalid",
      fields: [{ field }],
    });
  });

  test("names the policy that ends the sessions of now", async () => {
    const { target } = await entitledTo(world, "saml");
    const { policy, command } = await inspect.revocation(grace, target.id);
    expect(JSON.stringify(policy)).toContain("aws:TokenIssueTime");
    expect(command).toContain("ReadOnly");
  });
});
