import { AssumeRoleCommand, GetFederationTokenCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  attributes,
  PROVIDER_ARN,
  roleArn,
  startTestAws,
  type TestAws,
  trust,
} from "../testing/running-aws";
import { callS3, type S3Answer, type TestCredentials } from "../testing/s3-client";
import {
  credentialsOf,
  keyOf,
  MFA_SECRET,
  mfaSerial,
  type StsWorld,
  startStsWorld,
} from "../testing/sts-world";
import type { BucketSpec } from "../world-spec";

/** What teams use sessions for, from the door of STS to the object in the bucket. */
const BUCKETS: readonly BucketSpec[] = [
  { name: "freight", objects: { "Logistics/plan": "north", "Sales/plan": "south" } },
  { name: "drop" },
];
const DEPARTMENT = ["$", "{aws:PrincipalTag/Department}"].join("");
const statement = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });

interface Bed {
  readonly urls: { readonly s3: string };
  readonly clock: { now: Date };
}
const put = (aws: Bed, who: TestCredentials, path: string): Promise<S3Answer> =>
  callS3(aws.urls.s3, who, { method: "PUT", path, body: "x", now: aws.clock.now });
const get = (aws: Bed, who: TestCredentials, path: string, query = ""): Promise<S3Answer> =>
  callS3(aws.urls.s3, who, { path, query, now: aws.clock.now });

describe("sessions by SAML", () => {
  let aws: TestAws;
  let started: Date;

  beforeAll(async () => {
    const role = (name: string, ...statements: object[]) => ({
      name,
      maxSessionDuration: 7200,
      trustPolicy: trust(),
      permissions: { inline: { own: policy(...statements) } },
    });
    const revoked = new Date(Math.floor(Date.now() / 1000) * 1000 + 60_000).toISOString();
    aws = await startTestAws(
      [
        role(
          "Planner",
          statement(["s3:GetObject", "s3:PutObject"], `arn:aws:s3:::freight/${DEPARTMENT}/*`),
          statement("s3:ListBucket", "arn:aws:s3:::freight", {
            Condition: { StringLike: { "s3:prefix": `${DEPARTMENT}/*` } },
          }),
        ),
        role("Wide", statement("s3:*", "*")),
        role("Nothing", statement("sts:GetCallerIdentity", "*")),
        role("Revoked", statement("s3:*", "*"), {
          ...statement("*", "*", { Condition: { DateLessThan: { "aws:TokenIssueTime": revoked } } }),
          Effect: "Deny",
        }),
      ],
      {},
      { buckets: BUCKETS },
    );
    started = aws.clock.now;
  });
  beforeEach(() => {
    aws.clock.now = started;
  });
  afterAll(() => aws.close());

  async function session(
    role: string,
    tags: Record<string, string[]> = {},
    params: Record<string, string> = {},
  ): Promise<TestCredentials> {
    const Role = [`${roleArn(role)},${PROVIDER_ARN}`];
    const body = await (await aws.assume({ attributes: attributes({ Role, ...tags }) }, params, role)).text();
    const part = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(body)?.[1] ?? "";
    return {
      accessKeyId: part("AccessKeyId"),
      secretAccessKey: part("SecretAccessKey"),
      sessionToken: part("SessionToken"),
    };
  }
  const denial = (role: string, action: string, resource: string, because: string) => ({
    status: 403,
    code: "AccessDenied",
    message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/${role}/ada@meridian.example is not authorized to perform: ${action} on resource: "arn:aws:s3:::${resource}" ${because}`,
  });

  it("reach the folder of the department in their tag, and no other", async () => {
    const logistics = await session("Planner", { "PrincipalTag:Department": ["Logistics"] });
    expect((await get(aws, logistics, "/freight/Logistics/plan")).text).toBe("north");
    expect((await put(aws, logistics, "/freight/Logistics/new")).status).toBe(200);
    expect((await get(aws, logistics, "/freight", "list-type=2&prefix=Logistics%2F")).status).toBe(200);
    const because = "because no identity-based policy allows the";
    expect(await get(aws, logistics, "/freight/Sales/plan")).toMatchObject(
      denial("Planner", "s3:GetObject", "freight/Sales/plan", `${because} s3:GetObject action`),
    );
    expect(await get(aws, logistics, "/freight", "list-type=2")).toMatchObject(
      denial("Planner", "s3:ListBucket", "freight", `${because} s3:ListBucket action`),
    );
    const untagged = await session("Planner");
    expect((await get(aws, untagged, "/freight/Logistics/plan")).status).toBe(403);
  });

  it("are held to their session policy", async () => {
    const Policy = JSON.stringify(policy(statement("s3:GetObject", "arn:aws:s3:::freight/Sales/*")));
    const narrow = await session("Wide", {}, { Policy });
    expect((await get(aws, narrow, "/freight/Sales/plan")).text).toBe("south");
    expect(await put(aws, narrow, "/freight/Sales/plan")).toMatchObject(
      denial(
        "Wide",
        "s3:PutObject",
        "freight/Sales/plan",
        "because no session policy allows the s3:PutObject action",
      ),
    );
    const readOnly = await session(
      "Wide",
      {},
      { "PolicyArns.member.1.arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" },
    );
    expect((await get(aws, readOnly, "/freight/Sales/plan")).status).toBe(200);
    expect((await put(aws, readOnly, "/drop/x")).code).toBe("AccessDenied");
  });

  it("may do nothing that their role may not", async () => {
    const nothing = await session("Nothing");
    for (const path of ["/", "/freight/Sales/plan", "/freight/no-such-key"]) {
      expect(await get(aws, nothing, path)).toMatchObject({ status: 403, code: "AccessDenied" });
    }
  });

  it("hear nothing of a key that is not there unless they may list", async () => {
    const logistics = await session("Planner", { "PrincipalTag:Department": ["Logistics"] });
    expect(await get(aws, logistics, "/freight/Logistics/none")).toMatchObject({
      status: 403,
      message: "Access Denied",
    });
    expect(await get(aws, await session("Wide"), "/freight/none")).toMatchObject({
      status: 404,
      code: "NoSuchKey",
    });
  });

  it("are cut off when they were issued before the moment of a revocation", async () => {
    const before = await session("Revoked");
    expect(await put(aws, before, "/drop/x")).toMatchObject(
      denial("Revoked", "s3:PutObject", "drop/x", "with an explicit deny in an identity-based policy"),
    );
    aws.clock.now = new Date(started.getTime() + 61_000);
    expect((await put(aws, before, "/drop/x")).status).toBe(403);
    expect((await put(aws, await session("Revoked"), "/drop/x")).status).toBe(200);
  });

  it("end with their expiry and with their role", async () => {
    const wide = await session("Wide");
    aws.clock.now = new Date(started.getTime() + 3_601_000);
    expect(await get(aws, wide, "/")).toMatchObject({
      status: 400,
      code: "ExpiredToken",
      message: "The provided token has expired.",
    });
  });
});

describe("a contractor, who may put into one bucket, with MFA, until a date,", () => {
  let aws: StsWorld;
  let started: Date;
  const key = keyOf("contractor");
  const until = new Date(Date.now() + 5 * 60_000).toISOString();
  const inTime = { DateLessThan: { "aws:CurrentTime": until } };
  const withMfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };

  beforeAll(async () => {
    aws = await startStsWorld({
      users: [
        {
          name: "contractor",
          accessKeys: [key],
          mfaDevices: [{ secret: MFA_SECRET }],
          permissions: {
            inline: {
              drop: policy(
                statement("s3:PutObject", "arn:aws:s3:::drop/*", { Condition: { ...inTime, ...withMfa } }),
              ),
            },
          },
        },
      ],
      roles: [
        {
          name: "Drop",
          maxSessionDuration: 3600,
          trustPolicy: policy({
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/contractor` },
            Action: "sts:AssumeRole",
            Condition: { ...withMfa, NumericLessThan: { "aws:MultiFactorAuthAge": "600" } },
          }),
          permissions: {
            inline: { drop: policy(statement("s3:PutObject", "arn:aws:s3:::drop/*", { Condition: inTime })) },
          },
        },
      ],
      home: { buckets: BUCKETS },
    });
    started = aws.clock.now;
  });
  beforeEach(() => {
    // Each test in steps of its own, since a code is good once.
    started = new Date(started.getTime() + 60_000);
    aws.clock.now = started;
  });
  afterAll(() => aws.close());
  const mfa = () => ({ SerialNumber: mfaSerial("contractor"), TokenCode: aws.code() });

  it("cannot with the keys alone, nor with a session without a code", async () => {
    expect((await put(aws, key, "/drop/x")).message).toContain("because no identity-based policy allows");
    const session = credentialsOf(await aws.client(key).send(new GetSessionTokenCommand({})));
    expect((await put(aws, session, "/drop/x")).code).toBe("AccessDenied");
  });
  it("can with a code, there and nowhere else, and not after the date", async () => {
    const session = credentialsOf(await aws.client(key).send(new GetSessionTokenCommand(mfa())));
    expect((await put(aws, session, "/drop/x")).status).toBe(200);
    expect((await put(aws, session, "/freight/x")).code).toBe("AccessDenied");
    expect((await get(aws, session, "/drop/x")).code).toBe("AccessDenied");
    aws.clock.now = new Date(Date.parse(until) + 1000);
    expect((await put(aws, session, "/drop/x")).code).toBe("AccessDenied");
  });
  it("can by a role that asks for the code when it is assumed", async () => {
    const role = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/Drop`, RoleSessionName: "drop" };
    await expect(aws.client(key).send(new AssumeRoleCommand(role))).rejects.toMatchObject({
      name: "AccessDenied",
    });
    const session = credentialsOf(await aws.client(key).send(new AssumeRoleCommand({ ...role, ...mfa() })));
    expect((await put(aws, session, "/drop/x")).status).toBe(200);
    expect((await put(aws, session, "/freight/x")).code).toBe("AccessDenied");
  });
});

describe("a federated user", () => {
  it("may do what both its user and its session policy allow", async () => {
    const aws = await startStsWorld({
      users: [
        {
          name: "bridge",
          accessKeys: [keyOf("bridge")],
          permissions: { inline: { all: policy(statement(["s3:*", "sts:GetFederationToken"], "*")) } },
        },
      ],
      home: { buckets: BUCKETS },
    });
    const federate = async (Policy?: string) =>
      credentialsOf(
        await aws.client(keyOf("bridge")).send(new GetFederationTokenCommand({ Name: "ada", Policy })),
      );
    const reader = await federate(JSON.stringify(policy(statement("s3:GetObject", "*"))));
    expect((await get(aws, reader, "/freight/Sales/plan")).status).toBe(200);
    expect((await put(aws, reader, "/drop/x")).message).toBe(
      `User: arn:aws:sts::${ACCOUNT}:federated-user/ada is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::drop/x" because no session policy allows the s3:PutObject action`,
    );
    expect((await get(aws, await federate(), "/freight/Sales/plan")).code).toBe("AccessDenied");
    await aws.close();
  });
});
