import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../identity/actor";
import { KEY_PURPOSES } from "../../keys/key-store";
import { newEntitlement, openWorld, refusalOf, type World } from "../fixtures/world";
import { adminUseCases } from "./admin";
import type { AdminUseCases } from "./admin-use-cases";

let world: World;
let admin: AdminUseCases;
let grace: Actor;
let iris: Actor;
beforeAll(async () => {
  world = await openWorld();
  admin = adminUseCases(world.context);
  grace = await world.person({ username: "grace@example.com", groups: ["rolebridge-admins"] });
  iris = await world.person({ username: "iris@example.com", groups: ["rolebridge-auditors"] });
});
afterEach(() => world.failAudit(undefined));
afterAll(() => world.close());

let lastAccount = 900_000_000_000;
const newNumber = () => String(++lastAccount);
const newest = async () => (await world.events())[0];
const fieldsOf = async (work: Promise<unknown>) => {
  const refusal = await refusalOf(work);
  expect(refusal.code).toBe("request.invalid");
  return Object.fromEntries(refusal.fields.map(({ field, message }) => [field, message]));
};
const account = (change: object = {}) =>
  admin.accounts.create(grace, { accountId: newNumber(), name: "Production", ...change });
async function target(change: object = {}) {
  const { accountId } = await account();
  return admin.targets.create(grace, { accountId, name: "ReadOnly", kind: "saml", ...change });
}
const refusedTarget = async (change: object) => {
  const { accountId } = await account();
  return fieldsOf(admin.targets.create(grace, { accountId, name: "ReadOnly", kind: "saml", ...change }));
};

describe("who may", () => {
  const COLLECTIONS = ["connections", "accounts", "targets", "grants"] as const;

  test.each(COLLECTIONS)("an auditor reads %s and changes nothing; the attempt is audited", async (name) => {
    const collection = admin[name];
    await collection.list(iris, { limit: 10 });
    for (const [attempted, work] of [
      [`${name}.create`, () => collection.create(iris, {})],
      [`${name}.update`, () => collection.update(iris, randomUUID(), {})],
      [`${name}.delete`, () => collection.delete(iris, randomUUID())],
    ] as const) {
      expect((await refusalOf(work())).code).toBe("access.not_administrator");
      expect(await newest()).toMatchObject({
        action: "admin.refused",
        outcome: "refused",
        actor: { name: "iris@example.com" },
        detail: { attempted, roles: ["auditor"] },
      });
    }
  });

  test("somebody without a role reads nothing", async () => {
    const ada = await world.person({ groups: ["engineering"] });
    const attempts = [
      ...COLLECTIONS.map((name) => () => admin[name].list(ada, { limit: 10 })),
      ...COLLECTIONS.map((name) => () => admin[name].get(ada, randomUUID())),
      ...COLLECTIONS.map((name) => () => admin[name].consequencesOfDelete(ada, randomUUID())),
      () => admin.audit(ada, { limit: 10 }),
      () => admin.people(ada, { limit: 10 }),
      () => admin.keys.list(ada),
      () => admin.config(ada),
    ];
    for (const attempt of attempts)
      expect((await refusalOf(attempt())).code).toBe("access.not_administrator");
  });

  test("an auditor reads audit, people, keys and configuration", async () => {
    expect((await admin.audit(iris, { limit: 1 })).items).toHaveLength(1);
    expect((await admin.people(iris, { limit: 10, q: "grace@" })).items).toMatchObject([
      { username: "grace@example.com", groups: ["rolebridge-admins"] },
    ]);
    const keys = await admin.keys.list(iris);
    expect(keys).toMatchObject(KEY_PURPOSES.map((purpose) => ({ purpose, status: "current" })));
    expect(JSON.stringify(keys)).not.toContain("PRIVATE KEY");
    expect(await admin.config(iris)).toEqual([]);
  });
});

describe("one change, one event", () => {
  test("nothing is changed when the audit cannot be written", async () => {
    world.failAudit("account.created");
    const accountId = newNumber();
    const refusal = await refusalOf(account({ accountId }));
    expect(refusal.code).toBe("store.unavailable");
    expect(await world.database.accounts.byId(accountId)).toBeUndefined();
  });

  test("a change is audited with what was before and what is after", async () => {
    const { accountId } = await account({ alias: `a-${randomUUID().slice(0, 8)}` });
    await admin.accounts.update(grace, accountId, { name: "Prod", alias: null });
    expect(await newest()).toMatchObject({
      action: "account.updated",
      actor: { kind: "person", name: "grace@example.com" },
      object: { kind: "account", id: accountId, name: "Prod" },
      detail: { before: { name: "Production" }, after: { name: "Prod" } },
    });
    expect(await world.database.accounts.byId(accountId)).not.toHaveProperty("alias");
  });
});

describe("accounts", () => {
  test("get the documented defaults, and their number as people paste it", async () => {
    const digits = newNumber();
    const pasted = `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
    const made = await account({ accountId: pasted, name: " Production " });
    expect(made).toEqual({
      id: digits,
      accountId: digits,
      name: "Production",
      partition: "aws",
      region: "us-east-1",
      fallbackRegions: [],
      useFips: false,
      useDualStack: false,
      labels: {},
      targetCount: 0,
    });
    expect(await admin.accounts.get(iris, digits)).toEqual(made);
  });

  test.each([
    ["id", { id: "x" }],
    ["isAdmin", { isAdmin: true }],
    ["createdAt", { createdAt: "2020-01-01" }],
    ["targets", { targets: { create: { name: "x" } } }],
    ["__proto__", JSON.parse('{"__proto__":{"name":"x"}}')],
  ])("refuse the unknown field %s (W12)", async (field, extra) => {
    const body = Object.assign(JSON.parse(`{"accountId":"${newNumber()}","name":"x"}`), {});
    for (const [key, value] of Object.entries(extra)) {
      Object.defineProperty(body, key, { value, enumerable: true });
    }
    expect(await fieldsOf(admin.accounts.create(grace, body))).toEqual({
      [field]: "is not a field here: remove it or check its spelling",
    });
  });

  test("name every wrong field at once, in words that say what to do", async () => {
    const faults = await fieldsOf(
      admin.accounts.create(grace, { accountId: "12", partition: "moon", alias: "Prod", color: "url(x)" }),
    );
    expect(faults).toEqual({
      accountId: "must be the 12 digits of an AWS account",
      name: "is required",
      partition: expect.stringMatching(/^must be one of aws, aws-cn, .+aws-iso-f$/),
      alias: "must be 3 to 63 lower-case letters, digits and single hyphens, as IAM's account alias",
      color: "must be a colour name or like #2f6f4f",
    });
  });

  test.each([null, undefined, "text", [], 7])("refuse the body %j", async (body) => {
    expect(Object.values(await fieldsOf(admin.accounts.create(grace, body)))).toEqual([
      "must be a JSON object",
    ]);
  });

  test("refuse a region of another partition, and an alias that looks like a number", async () => {
    expect(await fieldsOf(account({ partition: "aws-cn", region: "eu-west-1" }))).toEqual({
      region: "must be a region of the partition aws-cn, like cn-north-1",
    });
    expect(await fieldsOf(account({ alias: "111122223333" }))).toEqual({
      alias: "must not look like an account number",
    });
  });

  test("are refused with the field that is taken", async () => {
    const alias = `a-${randomUUID().slice(0, 8)}`;
    const { accountId } = await account({ alias });
    expect(await refusalOf(account({ accountId }))).toMatchObject({
      code: "admin.conflict",
      fields: [{ field: "accountId" }],
    });
    expect(await refusalOf(account({ alias }))).toMatchObject({
      code: "admin.conflict",
      fields: [{ field: "alias" }],
    });
  });

  test("keep their number, and their partition while they have roles", async () => {
    const { accountId } = await target();
    expect(
      await fieldsOf(admin.accounts.update(grace, accountId, { accountId: newNumber() })),
    ).toHaveProperty("accountId");
    const move = { partition: "aws-cn", region: "cn-north-1" };
    expect(await fieldsOf(admin.accounts.update(grace, accountId, move))).toHaveProperty("partition");
  });

  test.each([newNumber(), "", "x", "\0"])("are not found as %j", async (id) => {
    for (const work of [
      () => admin.accounts.get(grace, id),
      () => admin.accounts.update(grace, id, { name: "x" }),
      () => admin.accounts.delete(grace, id),
    ]) {
      expect((await refusalOf(work())).code).toBe("admin.not_found");
    }
  });
});

describe("targets", () => {
  test("derive the role from account and name, and get the documented defaults", async () => {
    const made = await target();
    expect(made).toEqual({
      id: expect.any(String),
      accountId: made.accountId,
      accountName: "Production",
      name: "ReadOnly",
      kind: "saml",
      roleArn: `arn:aws:iam::${made.accountId}:role/ReadOnly`,
      maxDurationSeconds: 3_600,
      sessionTags: [],
      useConnectionTags: false,
      transitiveTagKeys: [],
      sourceIdentity: false,
      policyArns: [],
      requireReason: false,
      requireMfa: false,
      requirePasskey: false,
    });
  });

  test("derive the role in the account's own partition", async () => {
    const { accountId } = await account({ partition: "aws-us-gov", region: "us-gov-east-1" });
    const made = await admin.targets.create(grace, { accountId, name: "Ops", kind: "saml" });
    expect(made).toMatchObject({ roleArn: `arn:aws-us-gov:iam::${accountId}:role/Ops` });
  });

  test.each([
    [
      "a role of another account",
      { roleArn: "arn:aws:iam::123456789012:role/ReadOnly" },
      "roleArn",
      /must be a role of account/,
    ],
    ["a role that is none", { roleArn: "ReadOnly" }, "roleArn", /looks like arn:aws/],
    ["a second role behind a comma", { roleArn: "arn:aws:iam::123456789012:role/a,b" }, "roleArn", /comma/],
    ["a reserved role", { name: "AWSReservedSSO_Admin_0123456789abcdef" }, "name", /Identity Center/],
    ["a name that is no role's, without an ARN", { name: "Read Only" }, "name", /looks like arn:aws/],
    [
      "a provider of another account",
      { providerArn: "arn:aws:iam::123456789012:saml-provider/Rolebridge" },
      "providerArn",
      /must be a SAML provider of account/,
    ],
    ["an unknown kind", { kind: "sso" }, "kind", /must be one of: saml, saml-relay/],
    [
      "a field of another kind",
      { externalId: "abc" },
      "externalId",
      /belongs to targets of kind assume-role/,
    ],
    ["a duration under AWS's", { maxDurationSeconds: 899 }, "maxDurationSeconds", /at least 900/],
    ["a duration over AWS's", { maxDurationSeconds: 43_201 }, "maxDurationSeconds", /at most 43200/],
    ["a duration as text", { maxDurationSeconds: "3600" }, "maxDurationSeconds", /must be a number/],
    ["a tag AWS keeps for itself", { sessionTags: [{ key: "aws:x", value: "y" }] }, "sessionTags.0", /aws:/],
    [
      "a tag with value and attribute",
      { sessionTags: [{ key: "a", value: "y", attribute: "z" }] },
      "sessionTags.0",
      /must be \{key, value\}/,
    ],
    [
      "two tags that differ by case",
      {
        sessionTags: [
          { key: "Dept", value: "a" },
          { key: "dept", value: "b" },
        ],
      },
      "sessionTags",
      /twice/,
    ],
    [
      "a transitive key without its tag",
      { transitiveTagKeys: ["Team"] },
      "transitiveTagKeys",
      /is not one of/,
    ],
    ["a session policy that is no JSON", { sessionPolicy: "allow all" }, "sessionPolicy", /JSON/],
    [
      "a session policy and ARNs that are too long together",
      {
        sessionPolicy: `{"Statement":[]}${" ".repeat(1900)}`,
        policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", `arn:aws:iam::aws:policy/${"p".repeat(100)}`],
      },
      "sessionPolicy",
      /2078 characters together; AWS takes 2048/,
    ],
    [
      "a session policy with a letter that AWS does not take",
      { sessionPolicy: '{"Sid":"ć"}' },
      "sessionPolicy",
      /U\+0107/,
    ],
    ["a policy that is no ARN", { policyArns: ["ReadOnlyAccess"] }, "policyArns.0", /ARN/],
    ["a destination elsewhere", { destination: "https://evil.example/" }, "destination", /console\.aws/],
  ])("refuse %s", async (_, change, field, message) => {
    const faults = await refusedTarget(change);
    expect(Object.keys(faults)).toEqual([field]);
    expect(faults[field]).toMatch(message);
  });

  test("refuse an account that nobody added", async () => {
    const body = { accountId: newNumber(), name: "ReadOnly", kind: "saml" };
    expect(await fieldsOf(admin.targets.create(grace, body))).toHaveProperty("accountId");
  });

  test("change in part: what is not sent stays, null takes away", async () => {
    const made = await target({ description: "reads", maxDurationSeconds: 7_200 });
    const changed = await admin.targets.update(grace, made.id, { description: null, sourceIdentity: true });
    const { description: _, ...rest } = made;
    expect(changed).toEqual({ ...rest, sourceIdentity: true });
    expect(await newest()).toMatchObject({
      action: "target.updated",
      detail: { before: { description: "reads" }, after: { sourceIdentity: true } },
    });
  });

  test("may not be moved to another account by their role alone", async () => {
    const made = await target();
    const roleArn = `arn:aws:iam::${newNumber()}:role/ReadOnly`;
    expect(await fieldsOf(admin.targets.update(grace, made.id, { roleArn }))).toHaveProperty("roleArn");
  });

  test("have one name once in an account", async () => {
    const made = await target();
    const body = { accountId: made.accountId, name: "ReadOnly", kind: "saml" };
    expect(await refusalOf(admin.targets.create(grace, body))).toMatchObject({
      code: "admin.conflict",
      fields: [{ field: "name" }],
    });
  });
});

describe("grants", () => {
  test("are kept as given, with the place they lead to", async () => {
    const { id: targetId, accountId } = await target();
    const made = await admin.grants.create(grace, {
      targetId,
      connection: "acme",
      principal: { attribute: "department", equals: "Ops, EU" },
      notBefore: "2026-03-02T10:00:00+01:00",
      expiresAt: "2026-04-02T09:00:00Z",
      maxDurationSeconds: 900,
      note: "until April\nticket 7",
    });
    expect(made).toMatchObject({
      targetId,
      accountId,
      targetName: "ReadOnly",
      connection: "acme",
      principal: { attribute: "department", equals: "Ops, EU" },
      notBefore: new Date("2026-03-02T09:00:00Z"),
      state: "active",
    });
    expect(await admin.grants.get(iris, made.id)).toEqual(made);
    expect(await newest()).toMatchObject({
      action: "grant.created",
      object: { name: "department = Ops, EU → Production / ReadOnly" },
      detail: { after: { expiresAt: "2026-04-02T09:00:00.000Z" } },
    });
  });

  test.each([
    ["no principal", {}, { principal: "is required" }],
    [
      "an empty principal",
      { principal: {} },
      { principal: "must be {group}, {user} or {attribute, equals}" },
    ],
    [
      "two principals",
      { principal: { group: "a", user: "b" } },
      { principal: "must be {group}, {user} or {attribute, equals}" },
    ],
    [
      "an operator for a name",
      { principal: { group: { startsWith: "" } } },
      { "principal.group": "must be text" },
    ],
    [
      "an attribute without a value",
      { principal: { attribute: "a" } },
      { "principal.equals": "is required" },
    ],
    [
      "a space at the edge",
      { principal: { group: "ops " } },
      { "principal.group": "must not begin or end with a space" },
    ],
    [
      "a character nobody sees",
      { principal: { user: "ada\u200b@example.com" } },
      { "principal.user": "holds a character that cannot be seen (U+200B)" },
    ],
    [
      "decomposed letters",
      { principal: { group: "re\u0301seau" } },
      { "principal.group": "is not in Unicode normal form C, so that it looks like another text" },
    ],
    [
      "a window that ends before it begins",
      { principal: { group: "a" }, notBefore: "2026-03-02T10:00:00Z", expiresAt: "2026-03-02T10:00:00Z" },
      { expiresAt: "must be later than notBefore" },
    ],
    [
      "a time without a zone",
      { principal: { group: "a" }, expiresAt: "2026-03-02T10:00:00" },
      { expiresAt: "must be a time with its zone, like 2026-11-21T12:00:00Z" },
    ],
    [
      "a day that does not exist",
      { principal: { group: "a" }, expiresAt: "2026-13-02T10:00:00Z" },
      { expiresAt: "must be a time with its zone, like 2026-11-21T12:00:00Z" },
    ],
    [
      "a duration AWS does not take",
      { principal: { group: "a" }, maxDurationSeconds: 60 },
      { maxDurationSeconds: "must be at least 900 seconds (15 minutes)" },
    ],
  ])("refuse %s", async (_, change, faults) => {
    const { id: targetId } = await target();
    expect(await fieldsOf(admin.grants.create(grace, { targetId, ...change }))).toEqual(faults);
  });

  test("refuse a target and a connection that do not exist", async () => {
    const { id: targetId } = await target();
    const principal = { group: "a" };
    for (const unknown of [randomUUID(), "", "x"]) {
      expect(await fieldsOf(admin.grants.create(grace, { targetId: unknown, principal }))).toHaveProperty(
        "targetId",
      );
    }
    const body = { targetId, principal, connection: "nobody" };
    expect(await fieldsOf(admin.grants.create(grace, body))).toHaveProperty("connection");
  });

  test("change in part, and a limit can be taken away", async () => {
    const { id: targetId } = await target();
    const made = await admin.grants.create(grace, {
      targetId,
      principal: { group: "a" },
      expiresAt: "2026-04-02T09:00:00Z",
    });
    const changed = await admin.grants.update(grace, made.id, { expiresAt: null, note: "for ever" });
    expect(changed).not.toHaveProperty("expiresAt");
    expect(changed).toMatchObject({ principal: { group: "a" }, note: "for ever" });
  });
});

describe("consequences of a deletion", () => {
  test("count who loses a role now, and not who keeps it through another grant", async () => {
    const group = `g-${randomUUID()}`;
    const other = `g-${randomUUID()}`;
    const { target: role, grant } = await newEntitlement(world, group);
    await world.database.grants.create({ targetId: role.id, principal: { group: other } });
    const loser = await world.person({ groups: [group] });
    await world.person({ groups: [group, other] });
    const consequences = await admin.grants.consequencesOfDelete(iris, grant.id);
    expect(consequences.summary).toBe("1 person loses access now.");
    expect(consequences.peopleLosingAccess).toMatchObject([{ username: loser.identity.username }]);
    await admin.grants.delete(grace, grant.id);
    expect(await newest()).toMatchObject({
      action: "grant.deleted",
      detail: { before: { principal: { group } }, consequences: "1 person loses access now." },
    });
    expect((await refusalOf(admin.grants.get(grace, grant.id))).code).toBe("admin.not_found");
  });

  test("an expired grant that stays keeps nobody's role", async () => {
    const group = `g-${randomUUID()}`;
    const { target: role, grant } = await newEntitlement(world, group);
    await world.database.grants.create({ targetId: role.id, principal: { group }, expiresAt: world.now() });
    await world.person({ groups: [group] });
    await world.person({ groups: [group] });
    const { summary } = await admin.grants.consequencesOfDelete(grace, grant.id);
    expect(summary).toBe("2 people lose access now.");
  });

  test("of a role and of an account name what goes with it", async () => {
    const group = `g-${randomUUID()}`;
    const { target: role, account: place } = await newEntitlement(world, group);
    await world.person({ groups: [group] });
    expect(await admin.targets.consequencesOfDelete(grace, role.id)).toMatchObject({
      summary: "1 person loses access now. 1 grant will be deleted with it.",
      removes: [{ kind: "grant", count: 1 }],
    });
    expect(await admin.accounts.consequencesOfDelete(grace, place.accountId)).toMatchObject({
      summary: "1 person loses access now. 1 role and 1 grant will be deleted with it.",
    });
    await admin.accounts.delete(grace, place.accountId);
    expect(await newest()).toMatchObject({ action: "account.deleted" });
    expect((await refusalOf(admin.targets.get(grace, role.id))).code).toBe("admin.not_found");
  });

  test("of a connection are everybody who signed in through it", async () => {
    const { summary, peopleLosingAccess } = await admin.connections.consequencesOfDelete(grace, "acme");
    expect(peopleLosingAccess.length).toBeGreaterThan(2);
    expect(summary).toMatch(/^\d+ people lose sign-in and access now\./);
  });
});
