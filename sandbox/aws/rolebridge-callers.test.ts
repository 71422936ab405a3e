import { randomBytes } from "node:crypto";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import type { StsCaller, StsPlace } from "@/lib/aws/sts-port";
import { AppError } from "@/lib/errors/app-error";
import { executePlan } from "@/lib/issuance/execute-plan";
import type { IssuanceTools, PersonalProof } from "@/lib/issuance/kinds/kind";
import type { PlanOf, SessionPlan } from "@/lib/issuance/plan";
import { Secret } from "@/lib/secret/secret";
import {
  AWAY,
  allow,
  HOME,
  keyOf,
  MFA_SECRET,
  mfaSerial,
  roleTrusting,
  type StsWorld,
  startStsWorld,
} from "./testing/sts-world";

// The kinds that call with AWS credentials, from the product's plan to an AWS that shares no code with it.

const KEY = keyOf("bridge");
const USER = `arn:aws:iam::${HOME}:user/bridge`;
const HUB = `arn:aws:iam::${HOME}:role/Hub`;
const role = (name: string, account = AWAY) => `arn:aws:iam::${account}:role/${name}`;

const contractor = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: USER },
      Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      Condition: {
        StringEquals: { "sts:ExternalId": "meridian-7", "aws:RequestTag/team": "blue" },
        Bool: { "aws:MultiFactorAuthPresent": "true" },
      },
    },
  ],
};

let world: StsWorld;
let sts: ReturnType<typeof createStsClient>;
beforeAll(async () => {
  world = await startStsWorld({
    users: [
      {
        name: "bridge",
        accessKeys: [KEY],
        permissions: { inline: { all: allow("*") } },
        mfaDevices: [{ secret: MFA_SECRET }],
      },
    ],
    roles: [roleTrusting("Hub", USER, { permissions: { inline: { all: allow("sts:*") } } })],
    away: {
      roles: [
        { name: "Contractor", maxSessionDuration: 7200, trustPolicy: contractor },
        roleTrusting("BehindHub", HUB),
      ],
    },
  });
});
afterAll(() => world.close());
beforeEach(() => {
  const timeouts = { connect: 1_000, request: 2_000, total: 8_000, patience: 2_500, leftAlone: 30_000 };
  sts = createStsClient({ endpointUrl: `${world.urls.sts}/{region}`, timeouts });
});
afterEach(() => {
  sts.close();
  world.disruptions.clear();
});

const signer = async (): Promise<never> => {
  throw new Error("these kinds sign nothing");
};
function tools(): IssuanceTools {
  return {
    sts,
    signingKey: signer,
    tokenSigner: signer,
    entityId: "",
    signSamlResponse: false,
    clock: { now: () => new Date() },
    randomBytes,
    caller: async (accessKeyId): Promise<StsCaller> => {
      const secretAccessKey = new Secret(KEY.secretAccessKey);
      return { kind: "keys", accessKeyId, secretAccessKey };
    },
  };
}
const place: StsPlace = {
  partition: "aws",
  regions: ["eu-west-1", "eu-central-1"],
  useFips: false,
  useDualStack: false,
};
const COMMON = {
  targetId: "t",
  accountId: AWAY,
  accountName: "Meridian Staging",
  partition: "aws",
  region: "eu-west-1",
  sts: place,
  durationSeconds: 900,
  durationDecidedBy: "wish",
  sessionName: "ada@meridian.example",
  tags: [],
  transitiveTagKeys: [],
  policyArns: [],
} as const;

function assumeRole(change: Partial<PlanOf<"assume-role">>): PlanOf<"assume-role"> {
  return {
    ...COMMON,
    kind: "assume-role",
    roleArn: role("Contractor"),
    accessKeyId: KEY.accessKeyId,
    externalId: "meridian-7",
    mfaSerial: mfaSerial("bridge"),
    tags: [{ key: "team", value: "blue" }],
    transitiveTagKeys: ["team"],
    sourceIdentity: "ada@meridian.example",
    ...change,
  };
}

/** Each code works once, so every use of one is in a window of its own. */
function freshCode(): PersonalProof {
  world.clock.now = new Date(world.clock.now.getTime() + 30_000);
  return { mfaCode: new Secret(world.code()) };
}

/** Who AWS says one is with a session. */
async function whoIs(plan: SessionPlan, proof: PersonalProof = {}) {
  const { session } = await executePlan(plan, tools(), proof);
  const answer = await world
    .client({
      accessKeyId: session.accessKeyId,
      secretAccessKey: session.secretAccessKey.reveal(),
      sessionToken: session.sessionToken.reveal(),
    })
    .send(new GetCallerIdentityCommand({}));
  return { arn: answer.Arn, session };
}

async function refusalOf(plan: SessionPlan, proof: PersonalProof = {}): Promise<string> {
  const error: unknown = await executePlan(plan, tools(), proof).catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError) || error.aws === undefined) throw error;
  return `${error.aws.awsCode}: ${error.aws.awsMessage}`;
}

const assumed = (name: string) => `arn:aws:sts::${AWAY}:assumed-role/${name}/ada@meridian.example`;

describe("AssumeRole at a strict AWS", () => {
  test("carries external ID, code, tags and source identity, and is refused without any one", async () => {
    const { arn, session } = await whoIs(assumeRole({}), freshCode());
    expect(arn).toBe(assumed("Contractor"));
    expect(session).toMatchObject({ assumedRoleArn: arn, accountId: AWAY, region: "eu-west-1" });
    const { externalId: _e, mfaSerial: _m, ...bare } = assumeRole({});
    const denied = /^AccessDenied: .+not authorized to perform: sts:AssumeRole/;
    expect(await refusalOf({ ...bare, mfaSerial: mfaSerial("bridge") }, freshCode())).toMatch(denied);
    expect(await refusalOf({ ...bare, externalId: "meridian-7" })).toMatch(denied);
    expect(await refusalOf(assumeRole({ externalId: "meridian-8" }), freshCode())).toMatch(denied);
    expect(await refusalOf(assumeRole({ tags: [{ key: "team", value: "red" }] }), freshCode())).toMatch(
      denied,
    );
  });

  test("a code works once", async () => {
    const proof = freshCode();
    await executePlan(assumeRole({}), tools(), proof);
    expect(await refusalOf(assumeRole({}), proof)).toMatch(/invalid MFA one time pass code/);
  });

  test("goes through a hub role, for the hour that AWS gives there", async () => {
    const {
      externalId: _e,
      mfaSerial: _m,
      ...plan
    } = assumeRole({ roleArn: role("BehindHub"), hubRoleArn: HUB });
    expect((await whoIs({ ...plan, durationSeconds: 3600 })).arn).toBe(assumed("BehindHub"));
    expect(await refusalOf({ ...plan, durationSeconds: 3601 })).toMatch(/1 hour session limit/);
    const { hubRoleArn: _h, ...direct } = plan;
    expect(await refusalOf(direct)).toMatch(/^AccessDenied/);
  });
});

describe("sessions of an IAM user", () => {
  const user = { ...COMMON, accountId: HOME, accessKeyId: KEY.accessKeyId, userArn: USER };

  test("GetFederationToken, for 36 hours, with tags and a policy", async () => {
    const { arn, session } = await whoIs({
      ...user,
      kind: "federation-token",
      federatedName: "ada@meridian.example",
      durationSeconds: 129_600,
      tags: [{ key: "team", value: "blue" }],
      policy: JSON.stringify(allow("s3:ListAllMyBuckets")),
    });
    expect(arn).toBe(`arn:aws:sts::${HOME}:federated-user/ada@meridian.example`);
    expect(session.assumedRoleArn).toBe(arn);
  });

  test("GetSessionToken, with a code, is the user itself", async () => {
    const plan = { ...user, kind: "session-token", mfaSerial: mfaSerial("bridge") } as const;
    const { arn, session } = await whoIs(plan, freshCode());
    expect(arn).toBe(USER);
    expect(session).toMatchObject({ assumedRoleArn: USER, accountId: HOME });
  });
});

describe("when a region does not answer", () => {
  const federated: PlanOf<"federation-token"> = {
    ...COMMON,
    accountId: HOME,
    kind: "federation-token",
    accessKeyId: KEY.accessKeyId,
    userArn: USER,
    federatedName: "ada",
  };

  test.each([
    ["is slow", { kind: "slow", milliseconds: 6_000 }, "timeout"],
    ["is cut off", { kind: "refuse" }, "unreachable"],
    ["fails", { kind: "unavailable", status: 503 }, "server_error"],
    ["throttles", { kind: "throttle" }, "throttled"],
  ] as const)(
    "the next gives the session: the first %s",
    async (_name, disruption, outcome) => {
      world.disruptions.set("eu-west-1", disruption);
      const { attempts, session } = await executePlan(federated, tools());
      expect(session.region).toBe("eu-central-1");
      expect(attempts).toEqual([
        { region: "eu-west-1", outcome },
        { region: "eu-central-1", outcome: "answered" },
      ]);
    },
    20_000,
  );

  test("and all fail, the error tells the audit what happened at each", async () => {
    for (const region of place.regions) world.disruptions.set(region, { kind: "refuse" });
    await expect(executePlan(federated, tools())).rejects.toMatchObject({
      code: "aws.unreachable",
      audit: {
        attempts: [
          { region: "eu-west-1", outcome: "unreachable" },
          { region: "eu-central-1", outcome: "unreachable" },
        ],
      },
    });
  }, 20_000);

  test("nothing else is asked after a refusal", async () => {
    const unknown = { ...federated, accessKeyId: "AKIANOSUCHKEYNOSUCHK" };
    expect(await refusalOf(unknown)).toMatch(/^InvalidClientTokenId/);
    expect(world.disruptions.calls("eu-central-1")).toBe(0);
  });
});
