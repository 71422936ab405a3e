import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AWAY,
  allow,
  credentialsOf,
  HOME,
  keyOf,
  refusalOf,
  roleTrusting,
  type StsWorld,
  startStsWorld,
} from "../testing/sts-world";

const BRIDGE = `arn:aws:iam::${HOME}:user/app/bridge`;
const role = (name: string, account = HOME) => `arn:aws:iam::${account}:role/${name}`;
let aws: StsWorld;

beforeAll(async () => {
  const external = roleTrusting("External", BRIDGE, {
    trustPolicy: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: BRIDGE },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": "vendor-7:a/b" } },
        },
      ],
    },
  });
  aws = await startStsWorld({
    users: [
      {
        name: "bridge",
        path: "/app/",
        accessKeys: [keyOf("bridge")],
        permissions: { inline: { across: allow(["sts:AssumeRole"], role("Shared", AWAY)) } },
      },
      { name: "nobody", accessKeys: [keyOf("nobody")] },
      { name: "mover", accessKeys: [keyOf("mover")], permissions: { inline: { all: allow("sts:*") } } },
    ],
    roles: [
      roleTrusting("Direct", BRIDGE, { path: "/team/" }),
      roleTrusting("ByAccount", `arn:aws:iam::${HOME}:root`),
      roleTrusting("Hour", BRIDGE, { maxSessionDuration: 3600 }),
      external,
    ],
    home: { rootAccessKey: keyOf("root") },
    away: {
      roles: [
        roleTrusting("Shared", [BRIDGE, `arn:aws:iam::${HOME}:user/nobody`]),
        roleTrusting("Closed", `arn:aws:iam::${AWAY}:root`),
      ],
    },
  });
});
afterAll(() => aws.close());

const assume = (input: Partial<AssumeRoleCommandInput>, as = "bridge") =>
  aws
    .client(keyOf(as))
    .send(new AssumeRoleCommand({ RoleArn: role("team/Direct"), RoleSessionName: "ada", ...input }));

describe("AssumeRole", () => {
  it("gives a user the role that trusts the user, with a session of its own that works", async () => {
    const answer = await assume({ DurationSeconds: 5400 });
    expect(answer.AssumedRoleUser).toEqual({
      AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:ada$/),
      Arn: `arn:aws:sts::${HOME}:assumed-role/Direct/ada`,
    });
    expect(answer.Credentials?.Expiration).toEqual(new Date(aws.clock.now.getTime() + 5_400_000));
    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(answer).not.toHaveProperty("PackedPolicySize");
    expect(answer).not.toHaveProperty("SourceIdentity");
    const identity = await aws.client(credentialsOf(answer)).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: HOME,
      Arn: `arn:aws:sts::${HOME}:assumed-role/Direct/ada`,
      UserId: answer.AssumedRoleUser?.AssumedRoleId,
    });
  });

  it("says how full the pack is only when there is something in it, and repeats the source identity", async () => {
    const tagged = await assume({ Tags: [{ Key: "team", Value: "" }], SourceIdentity: "ada" });
    expect(tagged.PackedPolicySize).toBeGreaterThan(0);
    expect(tagged.SourceIdentity).toBe("ada");
    const narrowed = await assume({ PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }] });
    expect(narrowed.PackedPolicySize).toBeGreaterThan(0);
  });

  it("across accounts takes both the role's trust and the caller's own policy", async () => {
    const shared = role("Shared", AWAY);
    expect((await assume({ RoleArn: shared })).AssumedRoleUser?.Arn).toBe(
      `arn:aws:sts::${AWAY}:assumed-role/Shared/ada`,
    );
    expect(await refusalOf(assume({ RoleArn: shared }, "nobody"))).toEqual({
      code: "AccessDenied",
      message: `User: arn:aws:iam::${HOME}:user/nobody is not authorized to perform: sts:AssumeRole on resource: ${shared}`,
    });
    const closed = role("Closed", AWAY);
    expect(await refusalOf(assume({ RoleArn: closed }, "mover"))).toEqual({
      code: "AccessDenied",
      message: `User: arn:aws:iam::${HOME}:user/mover is not authorized to perform: sts:AssumeRole on resource: ${closed}`,
    });
  });

  it("of a role that trusts the account takes the caller's own policy, too", async () => {
    expect((await assume({ RoleArn: role("ByAccount") }, "mover")).Credentials).toBeDefined();
    expect((await refusalOf(assume({ RoleArn: role("ByAccount") }))).code).toBe("AccessDenied");
  });

  it("is closed to whom the role does not trust, whatever the caller's own policy allows", async () => {
    expect((await refusalOf(assume({}, "mover"))).message).toBe(
      `User: arn:aws:iam::${HOME}:user/mover is not authorized to perform: sts:AssumeRole on resource: ${role("team/Direct")}`,
    );
  });

  it.each([
    ["does not exist", role("Gone")],
    ["lies on another path", role("Direct")],
    ["is in an account that does not exist", role("Direct", "999999999999")],
    ["wants an external ID", role("External")],
  ])("answers alike when the role %s", async (_why, RoleArn) => {
    expect(await refusalOf(assume({ RoleArn }))).toEqual({
      code: "AccessDenied",
      message: `User: ${BRIDGE} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    });
  });

  it("takes the external ID exactly, and never repeats it", async () => {
    const RoleArn = role("External");
    expect((await assume({ RoleArn, ExternalId: "vendor-7:a/b" })).Credentials).toBeDefined();
    const { message } = await refusalOf(assume({ RoleArn, ExternalId: "vendor-8" }));
    expect(message).not.toContain("vendor");
    expect(message).toMatch(/is not authorized to perform: sts:AssumeRole on/);
  });

  it.each([
    ["sts:TagSession", { Tags: [{ Key: "team", Value: "data" }] }],
    ["sts:SetSourceIdentity", { SourceIdentity: "ada" }],
  ])("names %s where that is what the trust policy lacks", async (action, more) => {
    const RoleArn = role("External");
    expect(await refusalOf(assume({ RoleArn, ExternalId: "vendor-7:a/b", ...more }))).toEqual({
      code: "AccessDenied",
      message: `User: ${BRIDGE} is not authorized to perform: ${action} on resource: ${RoleArn}`,
    });
  });

  it("does not let the root user in (words assumed)", async () => {
    expect(await refusalOf(assume({ RoleArn: role("ByAccount") }, "root"))).toEqual({
      code: "AccessDenied",
      message: "Roles may not be assumed by root accounts.",
    });
  });
});

describe("arguments of AssumeRole", () => {
  it.each([
    [
      "an ARN too short",
      { RoleArn: "short" },
      /^1 validation error detected: Value 'short' at 'roleArn' failed/,
    ],
    ["no ARN at all", { RoleArn: "not-an-arn-but-long-enough" }, /^not-an-arn-but-long-enough is invalid$/],
    ["a user's ARN", { RoleArn: BRIDGE }, /^Request ARN is invalid$/],
    ["a session name with a space", { RoleSessionName: "a b" }, /pattern: \[\\w\+=,\.@-\]\*$/],
    ["an external ID of one character", { ExternalId: "x" }, /'externalId' .* than or equal to 2$/],
    ["a code of five digits", { TokenCode: "12345" }, /'tokenCode' .* than or equal to 6$/],
    [
      "a source identity of 257 characters",
      { SourceIdentity: "x".repeat(257) },
      /less than or equal to 256$/,
    ],
    [
      "a tag's value of 257 characters",
      { Tags: [{ Key: "a", Value: "x".repeat(257) }] },
      /'tags\.1\.member\.value'/,
    ],
    ["too long", { DurationSeconds: 43_201 }, /have value less than or equal to 43200$/],
    [
      "longer than the role allows",
      { DurationSeconds: 7201 },
      /^The requested DurationSeconds exceeds the MaxSessionDuration set for this role\.$/,
    ],
  ])("are refused: %s", async (_what, input, message) => {
    expect(await refusalOf(assume(input))).toEqual({
      code: "ValidationError",
      message: expect.stringMatching(message),
    });
  });

  it.each([
    [
      "keys that differ in case alone",
      {
        Tags: [
          { Key: "team", Value: "a" },
          { Key: "TEAM", Value: "b" },
        ],
      },
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ],
    [
      "a transitive key without a tag",
      { Tags: [{ Key: "team", Value: "a" }], TransitiveTagKeys: ["cost"] },
      "The specified transitive tag key must be included in the requested tags.",
    ],
  ])("tags are refused for %s", async (_what, input, message) => {
    expect(await refusalOf(assume(input))).toEqual({ code: "InvalidParameterValue", message });
  });
});

describe("an account that switched STS off in a Region", () => {
  it("answers there in words of its own, elsewhere as ever", async () => {
    const off = await startStsWorld({
      users: [{ name: "bridge", path: "/app/", accessKeys: [keyOf("bridge")] }],
      roles: [roleTrusting("Direct", BRIDGE)],
      home: { stsDisabledRegions: ["eu-west-2"] },
    });
    const call = (region: string) =>
      off
        .client(keyOf("bridge"), region)
        .send(new AssumeRoleCommand({ RoleArn: role("Direct"), RoleSessionName: "ada" }));
    for (const region of ["eu-west-2", "eu-south-1"]) {
      expect(await refusalOf(call(region))).toEqual({
        code: "RegionDisabledException",
        message: `STS is not activated in this region for account:${HOME}. Your account administrator can activate STS in this region using the IAM Console.`,
      });
    }
    expect((await call("eu-west-1")).Credentials).toBeDefined();
    await off.close();
  });
});
