import { CreateRoleCommand, DeleteRoleCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  credentialsOf,
  HOME,
  keyOf,
  refusalOf,
  roleTrusting,
  type StsWorld,
  startStsWorld,
} from "../testing/sts-world";

const role = (name: string) => `arn:aws:iam::${HOME}:role/${name}`;
const hubSession = `arn:aws:sts::${HOME}:assumed-role/Hub/bridge`;
let aws: StsWorld;

/** A role that trusts the hub, but only if the caller's own tags say so. */
function tagged(name: string, Condition: object) {
  const Action = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
  const Statement = [{ Effect: "Allow", Principal: { AWS: role("Hub") }, Action, Condition }];
  return roleTrusting(name, role("Hub"), { trustPolicy: { Version: "2012-10-17", Statement } });
}

const plain = (name: string) => ({
  ...roleTrusting(name, ""),
  trustPolicy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: role("Hub") }, Action: "sts:AssumeRole" }],
  },
});

beforeAll(async () => {
  aws = await startStsWorld({
    users: [{ name: "bridge", accessKeys: [keyOf("bridge")] }],
    roles: [
      roleTrusting("Hub", `arn:aws:iam::${HOME}:user/bridge`),
      roleTrusting("Spoke", role("Hub")),
      roleTrusting("Further", role("Spoke")),
      tagged("Data", { StringEquals: { "aws:PrincipalTag/team": "data" } }),
      plain("Plain"),
      roleTrusting("Doomed", `arn:aws:iam::${HOME}:user/bridge`),
    ],
  });
});
afterAll(() => aws.close());

type Input = Partial<AssumeRoleCommandInput>;
type Credentials = ReturnType<typeof credentialsOf>;

const assume = (from: Credentials, name: string, input: Input = {}) =>
  aws.client(from).send(new AssumeRoleCommand({ RoleArn: role(name), RoleSessionName: "bridge", ...input }));
const hub = async (input: Input = {}) => credentialsOf(await assume(keyOf("bridge"), "Hub", input));

describe("a role that assumes a role", () => {
  it("gets an hour and no more, once the role's own maximum is passed", async () => {
    const from = await hub();
    const answer = await assume(from, "Spoke", { DurationSeconds: 3600 });
    expect(answer.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${HOME}:assumed-role/Spoke/bridge`);
    expect(await refusalOf(assume(from, "Spoke", { DurationSeconds: 3601 }))).toEqual({
      code: "ValidationError",
      message:
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    });
    expect((await refusalOf(assume(from, "Spoke", { DurationSeconds: 7201 }))).message).toBe(
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  });

  it("is called by its session in refusals", async () => {
    expect(await refusalOf(assume(await hub(), "Hub"))).toEqual({
      code: "AccessDenied",
      message: `User: ${hubSession} is not authorized to perform: sts:AssumeRole on resource: ${role("Hub")}`,
    });
  });

  it("brings its tags as the principal's, to the role it asks for", async () => {
    const data = await hub({ Tags: [{ Key: "team", Value: "data" }] });
    expect((await assume(data, "Data")).Credentials).toBeDefined();
    const sales = await hub({ Tags: [{ Key: "team", Value: "sales" }] });
    expect((await refusalOf(assume(sales, "Data"))).code).toBe("AccessDenied");
  });

  it("passes transitive tags on along the whole chain, which nobody may set again", async () => {
    const from = await hub({ Tags: [{ Key: "Team", Value: "data" }], TransitiveTagKeys: ["Team"] });
    const spoke = await assume(from, "Spoke");
    expect(spoke.PackedPolicySize).toBeGreaterThan(0);
    for (const Key of ["Team", "team"]) {
      expect(
        await refusalOf(assume(credentialsOf(spoke), "Further", { Tags: [{ Key, Value: "x" }] })),
      ).toEqual({
        code: "InvalidParameterValue",
        message:
          "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
      });
    }
    expect((await assume(credentialsOf(spoke), "Further")).PackedPolicySize).toBeGreaterThan(0);
  });

  it("needs sts:TagSession for tags it inherits", async () => {
    const from = await hub({ Tags: [{ Key: "team", Value: "data" }], TransitiveTagKeys: ["team"] });
    expect((await refusalOf(assume(from, "Plain"))).message).toBe(
      `User: ${hubSession} is not authorized to perform: sts:TagSession on resource: ${role("Plain")}`,
    );
  });

  it("leaves tags that are not transitive behind", async () => {
    const from = await hub({ Tags: [{ Key: "team", Value: "data" }] });
    expect(await assume(from, "Plain")).not.toHaveProperty("PackedPolicySize");
  });

  it("keeps its source identity, which the next role must allow and nobody may change", async () => {
    const from = await hub({ SourceIdentity: "ada" });
    expect((await assume(from, "Spoke")).SourceIdentity).toBe("ada");
    expect((await refusalOf(assume(from, "Plain"))).message).toBe(
      `User: ${hubSession} is not authorized to perform: sts:SetSourceIdentity on resource: ${role("Plain")}`,
    );
    for (const SourceIdentity of ["otto", "ada"]) {
      expect(await refusalOf(assume(from, "Spoke", { SourceIdentity }))).toEqual({
        code: "ValidationError",
        message: "The source identity is already set for this assume role session",
      });
    }
  });

  it("has no MFA device to show", async () => {
    const mfa = { SerialNumber: `arn:aws:iam::${HOME}:mfa/bridge`, TokenCode: "123456" };
    expect((await refusalOf(assume(await hub(), "Spoke", mfa))).message).toMatch(
      /unable to validate MFA code/,
    );
  });
});

it("a role that is deleted takes its sessions along, even when it is made again", async () => {
  const session = aws.client(credentialsOf(await assume(keyOf("bridge"), "Doomed")));
  expect((await session.send(new GetCallerIdentityCommand({}))).Account).toBe(HOME);
  const administrator = aws.adminKeys[HOME];
  if (administrator === undefined) throw new Error("the account has no administrator");
  const iam = new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials: administrator });
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: "Doomed" }));
  await iam.send(new DeleteRoleCommand({ RoleName: "Doomed" }));
  await iam.send(
    new CreateRoleCommand({
      RoleName: "Doomed",
      AssumeRolePolicyDocument: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""),
    }),
  );
  expect(await refusalOf(session.send(new GetCallerIdentityCommand({})))).toEqual({
    code: "InvalidClientTokenId",
    message: "The security token included in the request is invalid.",
  });
});
