import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  type GetFederationTokenCommandInput,
  GetSessionTokenCommand,
  type GetSessionTokenCommandInput,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  allow,
  credentialsOf,
  HOME,
  keyOf,
  MFA_SECRET,
  mfaSerial,
  refusalOf,
  roleTrusting,
  type StsWorld,
  startStsWorld,
} from "../testing/sts-world";

const role = (name: string) => `arn:aws:iam::${HOME}:role/${name}`;
const user = (name: string) => `arn:aws:iam::${HOME}:user/${name}`;
let aws: StsWorld;

/** A role open to one user, but only with a code shown less than a minute ago. */
const guarded = roleTrusting("Guarded", user("breakglass"), {
  trustPolicy: {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: [user("breakglass"), user("noel")] },
        Action: "sts:AssumeRole",
        Condition: {
          Bool: { "aws:MultiFactorAuthPresent": "true" },
          NumericLessThan: { "aws:MultiFactorAuthAge": "60" },
        },
      },
    ],
  },
});

beforeAll(async () => {
  const all = { inline: { all: allow("*") } };
  aws = await startStsWorld({
    users: [
      {
        name: "breakglass",
        accessKeys: [keyOf("breakglass")],
        permissions: all,
        mfaDevices: [{ secret: MFA_SECRET }],
      },
      { name: "noel", accessKeys: [keyOf("noel")] },
    ],
    roles: [guarded, roleTrusting("Open", user("breakglass"))],
    home: { rootAccessKey: keyOf("root") },
  });
});
beforeEach(() => {
  // A code is good once, so every test has steps of its own.
  aws.clock.now = new Date(aws.clock.now.getTime() + 120_000);
});
afterAll(() => aws.close());

type Credentials = ReturnType<typeof credentialsOf>;
const mfa = () => ({ SerialNumber: mfaSerial("breakglass"), TokenCode: aws.code() });
const sessionToken = (input: GetSessionTokenCommandInput = {}, from: Credentials = keyOf("breakglass")) =>
  aws.client(from).send(new GetSessionTokenCommand(input));
const federationToken = (
  input: Partial<GetFederationTokenCommandInput> = {},
  from: Credentials = keyOf("breakglass"),
) => aws.client(from).send(new GetFederationTokenCommand({ Name: "ada", ...input }));
const assume = (name: string, from: Credentials, input = {}) =>
  aws.client(from).send(new AssumeRoleCommand({ RoleArn: role(name), RoleSessionName: "ada", ...input }));
const whoIs = (from: Credentials) => aws.client(from).send(new GetCallerIdentityCommand({}));
const listRoles = (credentials: Credentials) =>
  new IAMClient({
    endpoint: aws.urls.iam,
    region: "us-east-1",
    credentials,
    systemClockOffset: aws.clock.now.getTime() - Date.now(),
  }).send(new ListRolesCommand({}));
const lifetime = (answer: { Credentials?: { Expiration?: Date | undefined } | undefined }) =>
  ((answer.Credentials?.Expiration?.getTime() ?? 0) - aws.clock.now.getTime()) / 1000;

const INVALID_CODE = {
  code: "AccessDenied",
  message: "MultiFactorAuthentication failed with invalid MFA one time pass code.",
};
const UNKNOWN_DEVICE = {
  code: "AccessDenied",
  message:
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
};

describe("a one-time code", () => {
  it("opens a role that asks for one, once", async () => {
    const shown = mfa();
    expect((await assume("Guarded", keyOf("breakglass"), shown)).Credentials).toBeDefined();
    expect(await refusalOf(assume("Guarded", keyOf("breakglass"), shown))).toEqual(INVALID_CODE);
    expect((await refusalOf(assume("Guarded", keyOf("breakglass")))).message).toMatch(/sts:AssumeRole on/);
  });

  it("may be a step old or ahead, but never older than the last that was taken", async () => {
    const at = (steps: number) => sessionToken({ ...mfa(), TokenCode: aws.code(steps) });
    expect(await refusalOf(at(-2))).toEqual(INVALID_CODE);
    expect(await refusalOf(at(2))).toEqual(INVALID_CODE);
    expect((await at(-1)).Credentials).toBeDefined();
    expect((await at(1)).Credentials).toBeDefined();
    expect(await refusalOf(at(0))).toEqual(INVALID_CODE);
  });

  it("needs a device that is this user's", async () => {
    expect(await refusalOf(sessionToken({ ...mfa(), SerialNumber: mfaSerial("gone") }))).toEqual(
      UNKNOWN_DEVICE,
    );
    expect(await refusalOf(sessionToken(mfa(), keyOf("noel")))).toEqual(UNKNOWN_DEVICE);
    expect(await refusalOf(sessionToken(mfa(), keyOf("root")))).toEqual(UNKNOWN_DEVICE);
  });

  it("needs a serial number, and a serial number a code (words assumed)", async () => {
    const words =
      "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";
    const { SerialNumber, TokenCode } = mfa();
    expect((await refusalOf(sessionToken({ SerialNumber }))).message).toBe(words);
    expect((await refusalOf(assume("Open", keyOf("breakglass"), { TokenCode }))).message).toBe(words);
  });
});

describe("GetSessionToken", () => {
  it("gives the user again for twelve hours, or up to thirty-six", async () => {
    const answer = await sessionToken();
    expect(lifetime(answer)).toBe(43_200);
    expect(Object.keys(answer)).toEqual(["Credentials", "$metadata"]);
    expect(await whoIs(credentialsOf(answer))).toMatchObject({
      Arn: user("breakglass"),
      UserId: expect.stringMatching(/^AIDA/),
    });
    expect(lifetime(await sessionToken({ DurationSeconds: 129_600 }))).toBe(129_600);
    expect((await refusalOf(sessionToken({ DurationSeconds: 129_601 }))).message).toMatch(
      /have value less than or equal to 129600$/,
    );
  });

  it("needs no permission, and gives the root user an hour at most", async () => {
    expect((await sessionToken({}, keyOf("noel"))).Credentials).toBeDefined();
    const root = await sessionToken({ DurationSeconds: 7200 }, keyOf("root"));
    expect(lifetime(root)).toBe(3600);
    expect(await whoIs(credentialsOf(root))).toMatchObject({
      Arn: `arn:aws:iam::${HOME}:root`,
      UserId: HOME,
    });
  });

  it("cannot be called with what it gave", async () => {
    expect(await refusalOf(sessionToken({}, credentialsOf(await sessionToken())))).toEqual({
      code: "AccessDenied",
      message: "Cannot call GetSessionToken with session credentials",
    });
  });

  it("gives sessions that reach IAM only when a code was shown", async () => {
    const without = await refusalOf(listRoles(credentialsOf(await sessionToken())));
    expect(without.message).toMatch(/is not authorized to perform: iam:ListRoles on resource: \*/);
    const withCode = credentialsOf(await sessionToken(mfa()));
    expect((await listRoles(withCode)).Roles?.length).toBe(2);
  });

  it("remembers when the code was shown, so that a role can ask how long ago", async () => {
    const session = credentialsOf(await sessionToken(mfa()));
    expect((await assume("Guarded", session)).Credentials).toBeDefined();
    aws.clock.now = new Date(aws.clock.now.getTime() + 61_000);
    expect((await refusalOf(assume("Guarded", session))).code).toBe("AccessDenied");
    expect((await assume("Guarded", session, mfa())).Credentials).toBeDefined();
  });

  it("gives sessions that may tag the role they assume, which is not chaining", async () => {
    const session = credentialsOf(await sessionToken());
    const Tags = [{ Key: "team", Value: "data" }];
    const answer = await assume("Open", session, { Tags, DurationSeconds: 7200 });
    expect(lifetime(answer)).toBe(7200);
  });
});

describe("GetFederationToken", () => {
  it("gives a federated user, who is known by name", async () => {
    const answer = await federationToken();
    const arn = `arn:aws:sts::${HOME}:federated-user/ada`;
    expect(answer.FederatedUser).toEqual({ FederatedUserId: `${HOME}:ada`, Arn: arn });
    expect(lifetime(answer)).toBe(43_200);
    expect(answer).not.toHaveProperty("PackedPolicySize");
    expect(await whoIs(credentialsOf(answer))).toMatchObject({
      Arn: arn,
      UserId: `${HOME}:ada`,
      Account: HOME,
    });
    const Policy = JSON.stringify(allow("s3:GetObject"));
    expect((await federationToken({ Policy })).PackedPolicySize).toBeGreaterThan(0);
    expect(lifetime(await federationToken({ DurationSeconds: 129_600 }, keyOf("root")))).toBe(3600);
  });

  it("takes a permission, and another for tags", async () => {
    const arn = `arn:aws:sts::${HOME}:federated-user/ada`;
    expect(await refusalOf(federationToken({}, keyOf("noel")))).toEqual({
      code: "AccessDenied",
      message: `User: ${user("noel")} is not authorized to perform: sts:GetFederationToken on resource: ${arn}`,
    });
    const tagged = await federationToken({ Tags: [{ Key: "team", Value: "data" }] });
    expect(tagged.PackedPolicySize).toBeGreaterThan(0);
  });

  it("cannot be called with session credentials", async () => {
    for (const from of [await sessionToken(), await assume("Open", keyOf("breakglass"))]) {
      expect(await refusalOf(federationToken({}, credentialsOf(from)))).toEqual({
        code: "AccessDenied",
        message: "Cannot call GetFederationToken with session credentials",
      });
    }
  });

  it("gives sessions that reach neither IAM nor STS, whatever their policy says", async () => {
    const Policy = JSON.stringify(allow("*"));
    const session = credentialsOf(await federationToken({ Policy }));
    expect((await refusalOf(listRoles(session))).code).toBe("AccessDenied");
    expect((await refusalOf(assume("Open", session))).code).toBe("AccessDenied");
    expect((await refusalOf(sessionToken({}, session))).message).toBe(
      "Cannot call GetSessionToken with session credentials",
    );
  });

  it("holds the name against the model", async () => {
    expect((await refusalOf(federationToken({ Name: "a".repeat(33) }))).message).toMatch(
      /at 'name' failed to satisfy constraint: Member must have length less than or equal to 32$/,
    );
  });
});
