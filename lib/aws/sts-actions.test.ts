import { afterEach, describe, expect, test, vi } from "vitest";
import { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
import {
  ROLE_USER,
  type StsCall,
  type StsReply,
  type StsServer,
  stsAnswer,
  stsError,
  stsServer,
  stsSession,
} from "./fixtures/sts-server";
import { createStsClient } from "./sts-client";
import type { StsCaller, StsPlace, StsPort } from "./sts-port";

const PLACE: StsPlace = { partition: "aws", regions: ["eu-west-1"], useFips: false, useDualStack: false };
const KEYS: StsCaller = {
  kind: "keys",
  accessKeyId: "AKIAEXAMPLEEXAMPLE12",
  secretAccessKey: new Secret("canary-secret-of-the-user"),
};
const ROLE = "arn:aws:iam::418273650912:role/Administrator";
const SESSION = { place: PLACE, durationSeconds: 3600, policyArns: [] };

const open: { close(): void }[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const one of open.splice(0)) one.close();
});

async function sts(reply: StsReply): Promise<{ sts: StsPort; server: StsServer; only(): StsCall }> {
  const server = await stsServer(() => reply);
  const client = createStsClient({ endpointUrl: server.url });
  open.push(client, server);
  const only = () => {
    const [call, ...more] = server.calls;
    if (call === undefined || more.length > 0) throw new Error(`${server.calls.length} calls`);
    return call;
  };
  return { sts: client, server, only };
}

const refused = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => Promise.reject(new Error("was not refused")),
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error)),
  );

describe("each action sends what was asked and nothing else", () => {
  test("AssumeRoleWithWebIdentity, unsigned", async () => {
    const { sts: client, only } = await sts(stsSession("AssumeRoleWithWebIdentity", ROLE_USER));
    const { value } = await client.assumeRoleWithWebIdentity({
      ...SESSION,
      roleArn: ROLE,
      roleSessionName: "ada",
      webIdentityToken: new Secret("header.claims.signature"),
      policy: "{}",
      policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    });
    expect(value).toMatchObject({ assumedRoleId: "AROAEXAMPLEEXAMPLE123:ada", accountId: "418273650912" });
    expect(only().headers.authorization).toBeUndefined();
    expect(only().form).toEqual({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: ROLE,
      RoleSessionName: "ada",
      WebIdentityToken: "header.claims.signature",
      DurationSeconds: "3600",
      Policy: "{}",
      "PolicyArns.member.1.arn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
    });
  });

  test("AssumeRole, signed by the key, with all it can carry", async () => {
    const { sts: client, only } = await sts(stsSession("AssumeRole", ROLE_USER));
    await client.assumeRole({
      ...SESSION,
      caller: KEYS,
      roleArn: ROLE,
      roleSessionName: "ada",
      tags: [{ key: "team", value: "blue" }],
      transitiveTagKeys: ["team"],
      sourceIdentity: "ada",
      externalId: "a1",
      mfa: { serialNumber: "arn:aws:iam::418273650912:mfa/ada", tokenCode: new Secret("123456") },
    });
    expect(only().headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEEXAMPLE12\/\d{8}\/eu-west-1\/sts\/aws4_request/,
    );
    expect(only().form).toEqual({
      Action: "AssumeRole",
      Version: "2011-06-15",
      RoleArn: ROLE,
      RoleSessionName: "ada",
      DurationSeconds: "3600",
      "Tags.member.1.Key": "team",
      "Tags.member.1.Value": "blue",
      "TransitiveTagKeys.member.1": "team",
      SourceIdentity: "ada",
      ExternalId: "a1",
      SerialNumber: "arn:aws:iam::418273650912:mfa/ada",
      TokenCode: "123456",
    });
  });

  test("AssumeRole with nothing but a role", async () => {
    const { sts: client, only } = await sts(stsSession("AssumeRole", ROLE_USER));
    const plain = { caller: KEYS, roleArn: ROLE, roleSessionName: "ada", tags: [], transitiveTagKeys: [] };
    await client.assumeRole({ ...SESSION, ...plain });
    expect(Object.keys(only().form).toSorted()).toEqual([
      "Action",
      "DurationSeconds",
      "RoleArn",
      "RoleSessionName",
      "Version",
    ]);
  });

  test("GetFederationToken, whose session is a federated user", async () => {
    const arn = "arn:aws:sts::418273650912:federated-user/ada";
    const user = `<FederatedUser><FederatedUserId>418273650912:ada</FederatedUserId><Arn>${arn}</Arn></FederatedUser>`;
    const { sts: client, only } = await sts(stsSession("GetFederationToken", user));
    const asked = { ...SESSION, caller: KEYS, name: "ada", tags: [], durationSeconds: 129_600 };
    const { value } = await client.getFederationToken(asked);
    expect(value).toMatchObject({ assumedRoleArn: arn, accountId: "418273650912" });
    expect(value).not.toHaveProperty("assumedRoleId");
    expect(only().form).toMatchObject({ Name: "ada", DurationSeconds: "129600" });
  });

  test("GetSessionToken, whose session is the user itself", async () => {
    const { sts: client, only } = await sts(stsSession("GetSessionToken"));
    const userArn = "arn:aws:iam::418273650912:user/break-glass";
    const { value } = await client.getSessionToken({
      place: PLACE,
      caller: KEYS,
      userArn,
      durationSeconds: 900,
    });
    expect(value).toMatchObject({ assumedRoleArn: userArn, accountId: "418273650912" });
    expect(only().form).toEqual({
      Action: "GetSessionToken",
      Version: "2011-06-15",
      DurationSeconds: "900",
    });
  });

  test("GetCallerIdentity, with a session token where there is one", async () => {
    const result = "<Arn>arn:aws:iam::1:user/a</Arn><UserId>AIDA</UserId><Account>418273650912</Account>";
    const { sts: client, only } = await sts(stsAnswer("GetCallerIdentity", result));
    const caller = { ...KEYS, sessionToken: new Secret("a-session-token") };
    expect((await client.getCallerIdentity(PLACE, caller)).value).toEqual({
      arn: "arn:aws:iam::1:user/a",
      userId: "AIDA",
      accountId: "418273650912",
    });
    expect(only().headers["x-amz-security-token"]).toBe("a-session-token");
  });

  test("DecodeAuthorizationMessage and GetAccessKeyInfo", async () => {
    const decoded = '{"allowed":false}';
    const one = await sts(
      stsAnswer("DecodeAuthorizationMessage", `<DecodedMessage>${decoded}</DecodedMessage>`),
    );
    expect((await one.sts.decodeAuthorizationMessage(PLACE, KEYS, "encoded")).value).toBe(decoded);
    expect(one.only().form).toMatchObject({ EncodedMessage: "encoded" });
    const other = await sts(stsAnswer("GetAccessKeyInfo", "<Account>418273650912</Account>"));
    expect((await other.sts.getAccessKeyInfo(PLACE, KEYS, "AKIAIOSFODNN7EXAMPLE")).value).toBe(
      "418273650912",
    );
  });
});

describe("who signs", () => {
  const IDENTITY = stsAnswer(
    "GetCallerIdentity",
    "<Arn>arn:aws:iam::1:user/a</Arn><UserId>AIDA</UserId><Account>1</Account>",
  );

  test("Rolebridge's own identity comes from the SDK's default chain", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAOWNOWNOWNOWNOWN1");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "canary");
    const { sts: client, only } = await sts(IDENTITY);
    await client.getCallerIdentity(PLACE, { kind: "own" });
    expect(only().headers.authorization).toContain("Credential=AKIAOWNOWNOWNOWNOWN1/");
  });

  test("a sealed key wins over whatever lies in the environment", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAOWNOWNOWNOWNOWN1");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "canary");
    vi.stubEnv("AWS_SESSION_TOKEN", "canary-token");
    const { sts: client, only } = await sts(IDENTITY);
    await client.getCallerIdentity(PLACE, KEYS);
    expect(only().headers.authorization).toContain("Credential=AKIAEXAMPLEEXAMPLE12/");
    expect(JSON.stringify(only().headers)).not.toContain("canary");
  });

  test("an installation without an identity of its own says so, and asks nobody", async () => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"]) vi.stubEnv(name, "");
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
    vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent");
    const { sts: client, server } = await sts(IDENTITY);
    const error = await refused(client.getCallerIdentity(PLACE, { kind: "own" }));
    expect(error.code).toBe("aws.identity_missing");
    expect(server.calls).toEqual([]);
  });

  test("keys share the connections, and nothing that AWS echoes leaks them", async () => {
    const { sts: client, server } = await sts(
      stsError(400, "ValidationError", "Value 'canary-secret-of-the-user' and 123456 failed"),
    );
    const mfa = { serialNumber: "arn:aws:iam::418273650912:mfa/a", tokenCode: new Secret("123456") };
    const request = {
      place: PLACE,
      caller: KEYS,
      userArn: "arn:aws:iam::1:user/a",
      durationSeconds: 900,
      mfa,
    };
    const errors = [
      await refused(client.getSessionToken(request)),
      await refused(client.getSessionToken(request)),
    ];
    const told = JSON.stringify(errors.map(({ aws, cause, stack }) => [aws, cause, stack]));
    expect(told).toContain("[redacted]");
    expect(told).not.toMatch(/canary|123456/);
    expect(server.connections()).toBe(1);
  });

  test("an answer without a part that belongs to it is none", async () => {
    const { sts: client } = await sts(stsAnswer("GetCallerIdentity", "<UserId>AIDA</UserId>"));
    expect((await refused(client.getCallerIdentity(PLACE, KEYS))).code).toBe("aws.unreachable");
  });
});
