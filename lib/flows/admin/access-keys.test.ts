import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stsFixture } from "../../aws/fixtures/sts-fixture";
import type { StsCaller, StsPlace } from "../../aws/sts-port";
import { AppError } from "../../errors/app-error";
import type { Actor } from "../../identity/actor";
import { openWorld, refusalOf, type World } from "../fixtures/world";
import { adminUseCases } from "./admin";
import type { AdminUseCases } from "./admin-use-cases";

const SECRET = "wJalrXUtnFEMI/K7MDENG/canaryEXAMPLEKEY00";
const ACCOUNT = "418273650912";

let world: World;
let grace: Actor;
let iris: Actor;
let asked: { readonly place: StsPlace; readonly caller: StsCaller }[];
let owner: () => string;
let admin: AdminUseCases;
beforeAll(async () => {
  world = await openWorld();
  grace = await world.person({ username: "grace@example.com", groups: ["rolebridge-admins"] });
  iris = await world.person({ username: "iris@example.com", groups: ["rolebridge-auditors"] });
  asked = [];
  const sts = stsFixture({
    getCallerIdentity: async (place, caller) => {
      asked.push({ place, caller });
      const arn = owner();
      return {
        value: { arn, userId: "AIDAEXAMPLE", accountId: arn.split(":")[4] ?? "" },
        attempts: [{ region: place.regions[0], outcome: "answered" }],
      };
    },
  });
  admin = adminUseCases({ ...world.context, issuance: { ...world.context.issuance, sts } });
});
afterAll(() => world.close());

const newest = async () => (await world.events())[0];
const newId = () => `AKIA${randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;
const body = (change: object = {}) => ({ accessKeyId: newId(), secretAccessKey: SECRET, ...change });
function isUser(name = "rolebridge") {
  owner = () => `arn:aws:iam::${ACCOUNT}:user/${name}`;
}

describe("a key of an IAM user", () => {
  test("is kept with the user AWS says it belongs to, and nothing shows its secret", async () => {
    isUser();
    asked.length = 0;
    const input = body({ note: "for staging" });
    const made = await admin.accessKeys.create(grace, input);
    expect(made).toEqual({
      accessKeyId: input.accessKeyId,
      accountId: ACCOUNT,
      userArn: `arn:aws:iam::${ACCOUNT}:user/rolebridge`,
      note: "for staging",
      targetCount: 0,
    });
    expect(asked).toMatchObject([{ place: { partition: "aws", regions: ["us-east-1"] } }]);
    const event = await newest();
    expect(event).toMatchObject({
      action: "access_key.created",
      outcome: "success",
      actor: { name: "grace@example.com" },
      object: { kind: "access_key", id: input.accessKeyId },
    });
    const seen = JSON.stringify([
      made,
      event,
      await admin.accessKeys.get(iris, input.accessKeyId),
      await admin.accessKeys.list(iris, { limit: 10 }),
    ]);
    expect(seen).not.toContain("canary");
    expect((await world.database.accessKeys.secretOf(input.accessKeyId))?.reveal()).toBe(SECRET);
  });

  test("is asked about where its partition or its account is", async () => {
    isUser();
    asked.length = 0;
    await admin.accessKeys.create(grace, body({ partition: "aws-us-gov" }));
    const accountId = ACCOUNT;
    const stsEndpoint = "https://sts.store.example";
    await admin.accounts.create(grace, { accountId, name: "Store", stsEndpoint });
    await admin.accessKeys.create(grace, body({ accountId }));
    expect(asked.map(({ place }) => place)).toMatchObject([
      { partition: "aws-us-gov", regions: ["us-gov-west-1"] },
      { partition: "aws", endpointUrl: stsEndpoint },
    ]);
  });

  test.each([
    ["the root user", "arn:aws:iam::418273650912:root", "root", /root user/],
    ["a role's session", "arn:aws:sts::418273650912:assumed-role/A/b", "not_an_iam_user", /Temporary keys/],
    ["a federated user", "arn:aws:sts::418273650912:federated-user/a", "not_an_iam_user", /not an IAM user/],
  ])("is refused when it is %s's, and the attempt is audited", async (_, arn, reason, words) => {
    owner = () => arn;
    const input = body();
    const refusal = await refusalOf(admin.accessKeys.create(grace, input));
    expect(refusal).toMatchObject({ code: "admin.access_key_invalid", reason });
    expect(refusal.detail).toMatch(words);
    expect(await newest()).toMatchObject({
      action: "access_key.refused",
      outcome: "refused",
      object: { id: input.accessKeyId },
      detail: { code: "admin.access_key_invalid", reason },
    });
    expect(await world.database.accessKeys.byId(input.accessKeyId)).toBeUndefined();
  });

  test.each([
    ["InvalidClientTokenId", "The security token included in the request is invalid.", "accessKeyId"],
    ["SignatureDoesNotMatch", "The request signature we calculated does not match", "secretAccessKey"],
  ])("is refused in words about what was typed when AWS says %s", async (awsCode, awsMessage, field) => {
    owner = () => {
      throw new AppError("aws.refused", { aws: { awsCode, awsMessage, hints: [] } });
    };
    const refusal = await refusalOf(admin.accessKeys.create(grace, body()));
    expect(refusal).toMatchObject({ code: "admin.access_key_invalid", fields: [{ field }] });
    expect(await newest()).toMatchObject({ action: "access_key.refused", outcome: "refused" });
  });

  test("that AWS cannot be asked about is a failure and not a refusal", async () => {
    owner = () => {
      throw new AppError("aws.unreachable");
    };
    expect((await refusalOf(admin.accessKeys.create(grace, body()))).code).toBe("aws.unreachable");
    expect(await newest()).toMatchObject({ action: "access_key.refused", outcome: "failed" });
  });

  test.each([
    ["a temporary key", { accessKeyId: "ASIAIOSFODNN7EXAMPLE" }, "accessKeyId", /temporary/],
    ["an id that is none", { accessKeyId: "rolebridge" }, "accessKeyId", /AKIA/],
    ["half a secret", { secretAccessKey: "canary short" }, "secretAccessKey", /copy it again/],
    ["a field nobody knows", { userArn: "arn:aws:iam::1:user/a" }, "userArn", /not a field here/],
    ["an account nobody added", { accountId: "999999999999" }, "accountId", /add the account first/],
    ["a partition of another world", { partition: "moon" }, "partition", /must be one of aws/],
  ])("is refused before AWS is asked: %s", async (_, change, field, message) => {
    isUser();
    asked.length = 0;
    const refusal = await refusalOf(admin.accessKeys.create(grace, body(change)));
    expect(refusal.code).toBe("request.invalid");
    expect(refusal.fields).toMatchObject([{ field, message: expect.stringMatching(message) }]);
    expect(JSON.stringify(refusal.fields)).not.toContain("canary");
    expect(asked).toEqual([]);
  });

  test("is entered once", async () => {
    isUser();
    const input = body();
    await admin.accessKeys.create(grace, input);
    expect(await refusalOf(admin.accessKeys.create(grace, input))).toMatchObject({
      code: "admin.conflict",
      fields: [{ field: "accessKeyId" }],
    });
  });

  test("is not deleted while a target uses it, and says which", async () => {
    isUser();
    const { accessKeyId } = await admin.accessKeys.create(grace, body());
    const accountId = "730915284466";
    await admin.accounts.create(grace, { accountId, name: "Staging" });
    const target = { accountId, name: "Operator", kind: "assume-role", accessKeyId };
    const { id } = await admin.targets.create(grace, target);
    const refusal = await refusalOf(admin.accessKeys.delete(grace, accessKeyId));
    expect(refusal).toMatchObject({ code: "admin.in_use", detail: "It is used by Operator in Staging." });
    expect((await admin.accessKeys.get(iris, accessKeyId)).usedBy).toEqual([
      { id, name: "Operator", accountId, accountName: "Staging" },
    ]);
    await admin.targets.delete(grace, id);
    await admin.accessKeys.delete(grace, accessKeyId);
    expect(await newest()).toMatchObject({ action: "access_key.deleted", object: { id: accessKeyId } });
    expect(await world.database.accessKeys.byId(accessKeyId)).toBeUndefined();
  });

  test("is read by auditors, changed by administrators, and hidden from everybody else", async () => {
    isUser();
    const ada = await world.person({ groups: ["engineering"] });
    for (const [actor, attempted, work] of [
      [iris, "access_keys.create", () => admin.accessKeys.create(iris, body())],
      [iris, "access_keys.delete", () => admin.accessKeys.delete(iris, newId())],
      [ada, "access_keys.list", () => admin.accessKeys.list(ada, { limit: 1 })],
      [ada, "access_keys.get", () => admin.accessKeys.get(ada, newId())],
    ] as const) {
      expect((await refusalOf(work())).code).toBe("access.not_administrator");
      const { name } = { name: actor.kind === "person" ? actor.identity.username : "" };
      expect(await newest()).toMatchObject({
        action: "admin.refused",
        actor: { name },
        detail: { attempted },
      });
    }
  });
});
