import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import type { AssumeRoleRequest, StsCaller } from "@/lib/aws/sts-port";
import { Secret } from "@/lib/secret/secret";
import { keyOf, MFA_SECRET, mfaSerial, type StsWorld, startStsWorld } from "@/sandbox/aws/testing/sts-world";
import { keyedCaller } from "../fixtures/keyed-caller";
import { mutationsOf } from "../fixtures/mutations";
import { ACCOUNT_ID, assumeRolePlan, OTHER_ACCOUNT_ID, roleArn, SETTINGS, userArn } from "../fixtures/plans";
import { refusedByAws } from "../fixtures/refused-by-aws";
import { ACCOUNT, assumeRoleTarget, federationTarget, sessionTokenTarget } from "../fixtures/targets";
import { NO_CONNECTION_FACTS, roleNeedOfTarget } from "../role-need";
import { callerPermissions, userPermissions } from "./permission-policies";
import { hubTrustPolicyFor, trustPolicyFor } from "./trust-policy";

// Trust policies and permissions that are generated for targets, at the local AWS, with keys of IAM users.

const TAGS = [{ key: "Project", value: "Harbour" }];
const CONDITIONS = {
  sourceIps: ["127.0.0.0/8", "::1/128"],
  notAfter: new Date("2100-01-01T00:00:00Z"),
  mfaMaxAgeSeconds: 3600,
};
const vendor = { accessKeyId: keyOf("vendor").accessKeyId, userArn: userArn("vendor", OTHER_ACCOUNT_ID) };
const vendorMfa = `arn:aws:iam::${OTHER_ACCOUNT_ID}:mfa/vendor`;

/** The contractor's role: another account's user, external ID, MFA, tags, source identity, a date. */
const CONTRACTOR = assumeRoleTarget({
  accessKey: vendor,
  externalId: "vendor-7:a/b",
  mfaSerial: vendorMfa,
  sessionTags: TAGS,
  transitiveTagKeys: ["Project"],
  sourceIdentity: true,
});
const HUB_ARN = roleArn("Hub", OTHER_ACCOUNT_ID);
const THROUGH_HUB = assumeRoleTarget({
  roleArn: roleArn("Spoke"),
  accessKey: vendor,
  hubRoleArn: HUB_ARN,
  sessionTags: TAGS,
});

function needOf(target = CONTRACTOR) {
  const need = roleNeedOfTarget(target, ACCOUNT, SETTINGS, NO_CONNECTION_FACTS);
  if (need === undefined) throw new Error("a role is assumed");
  return need;
}

const WHOLE = trustPolicyFor(needOf(), CONDITIONS);
const MUTATIONS = mutationsOf(WHOLE, { AWS: userArn("nobody", OTHER_ACCOUNT_ID) });
const role = (name: string, trustPolicy: object, more: object = {}) => ({
  name,
  maxSessionDuration: 3600,
  trustPolicy,
  ...more,
});

/** The generated permissions of one caller, as a user's or role's inline policies. */
function inlineOf(callerArn: string, ...targets: (typeof CONTRACTOR)[]) {
  const found = targets.flatMap((target) => callerPermissions(needOf(target)));
  const own = found.filter((permission) => permission.callerArn === callerArn);
  return { inline: Object.fromEntries(own.map(({ policyName, policy }) => [policyName, policy])) };
}

/** So that the caller's own permission is what one test takes away, and the role's trust what the others do. */
const OTHERS = {
  Effect: "Allow",
  Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
  Resource: `arn:aws:iam::${ACCOUNT_ID}:role/Mutation*`,
};

let aws: StsWorld;
let sts: ReturnType<typeof createStsClient>;
const federation = federationTarget({ sessionTags: TAGS });
const breakGlass = sessionTokenTarget();
beforeAll(async () => {
  const permissions = inlineOf(vendor.userArn, CONTRACTOR, THROUGH_HUB);
  const mutated = { Version: "2012-10-17", Statement: [OTHERS] };
  const own = (target: Parameters<typeof userPermissions>[0]) => ({
    inline: Object.fromEntries(
      userPermissions(target, NO_CONNECTION_FACTS).map(({ policyName, policy }) => [policyName, policy]),
    ),
  });
  const assumeAnything = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
  };
  const ofBreakGlass = own(breakGlass);
  aws = await startStsWorld({
    users: [
      { name: "federator", accessKeys: [keyOf("federator")], permissions: own(federation) },
      {
        name: "breakglass",
        accessKeys: [keyOf("breakglass")],
        permissions: { inline: { ...ofBreakGlass.inline, work: assumeAnything } },
        mfaDevices: [{ serialNumber: mfaSerial("breakglass"), secret: MFA_SECRET }],
      },
    ],
    roles: [
      role("Contractor", WHOLE),
      role("Spoke", trustPolicyFor(needOf(THROUGH_HUB))),
      role("ByBreakGlass", {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` },
            Action: "sts:AssumeRole",
          },
        ],
      }),
      ...MUTATIONS.map(({ policy }, index) => role(`Mutation${index}`, policy)),
    ],
    away: {
      users: [
        {
          name: "vendor",
          accessKeys: [keyOf("vendor")],
          permissions: { inline: { ...permissions.inline, mutated } },
          mfaDevices: [{ serialNumber: vendorMfa, secret: MFA_SECRET }],
        },
        { name: "nobody", accessKeys: [keyOf("nobody")] },
        {
          name: "poor",
          accessKeys: [keyOf("poor")],
        },
      ],
      roles: [
        role("Hub", hubTrustPolicyFor(needOf(THROUGH_HUB)) ?? {}, {
          permissions: inlineOf(HUB_ARN, THROUGH_HUB),
        }),
      ],
    },
  });
  sts = createStsClient({ endpointUrl: aws.urls.sts });
});
afterAll(async () => {
  sts.close();
  await aws.close();
});

/** Every call takes the next code: each works once. */
function nextCode(): string {
  aws.clock.now = new Date(aws.clock.now.getTime() + 30_000);
  return aws.code();
}

const { sts: place } = assumeRolePlan();
function take(name: string, change: Partial<AssumeRoleRequest> = {}) {
  return sts.assumeRole({
    place,
    caller: keyedCaller("vendor"),
    roleArn: roleArn(name),
    roleSessionName: "ada",
    durationSeconds: 900,
    policyArns: [],
    tags: TAGS,
    transitiveTagKeys: ["Project"],
    sourceIdentity: "ada",
    externalId: "vendor-7:a/b",
    mfa: { serialNumber: vendorMfa, tokenCode: new Secret(nextCode()) },
    ...change,
  });
}

async function without(key: "externalId" | "mfa") {
  const request = {
    externalId: "vendor-7:a/b",
    mfa: { serialNumber: vendorMfa, tokenCode: new Secret(nextCode()) },
  };
  const { [key]: _, ...rest } = request;
  return sts.assumeRole({
    place,
    caller: keyedCaller("vendor"),
    roleArn: roleArn("Contractor"),
    roleSessionName: "ada",
    durationSeconds: 900,
    policyArns: [],
    tags: [],
    transitiveTagKeys: [],
    ...rest,
  });
}

describe("A01 the trust policy of an assume-role target", () => {
  test("lets in another account's user with external ID, code, tags and source identity", async () => {
    const { value } = await take("Contractor");
    expect(value.assumedRoleArn).toBe(`arn:aws:sts::${ACCOUNT_ID}:assumed-role/Contractor/ada`);
  });

  test("refuses when any one part of it is taken away or asks for something else", async () => {
    const answers = [];
    for (const [index, { what }] of MUTATIONS.entries()) {
      const { awsMessage } = await refusedByAws(take(`Mutation${index}`));
      answers.push([what, /not authorized to perform: (\S+)/.exec(awsMessage)?.[1]]);
    }
    expect(answers).toEqual([
      ["without sts:AssumeRole", "sts:AssumeRole"],
      ["without sts:TagSession", "sts:TagSession"],
      ["without sts:SetSourceIdentity", "sts:SetSourceIdentity"],
      ["for another principal", "sts:AssumeRole"],
      ["with another sts:ExternalId", "sts:AssumeRole"],
      ["with another aws:TagKeys", "sts:AssumeRole"],
      ["with another sts:TransitiveTagKeys", "sts:AssumeRole"],
      ["with another aws:MultiFactorAuthPresent", "sts:AssumeRole"],
      ["with another aws:MultiFactorAuthAge", "sts:AssumeRole"],
      ["with another aws:SourceIp", "sts:AssumeRole"],
      ["with another aws:CurrentTime", "sts:AssumeRole"],
    ]);
  });

  test.each([
    ["another external ID", () => take("Contractor", { externalId: "vendor-8" })],
    ["no external ID", () => without("externalId")],
    ["no code", () => without("mfa")],
    [
      "another tag",
      () => take("Contractor", { tags: [{ key: "Admin", value: "yes" }], transitiveTagKeys: [] }),
    ],
  ])("refuses %s", async (_, ask) => {
    expect((await refusedByAws(ask())).awsCode).toBe("AccessDenied");
  });

  test("leads through a hub role, which lets in nobody else and may assume nothing else", async () => {
    const leg = {
      place,
      roleSessionName: "ada",
      durationSeconds: 900,
      policyArns: [],
      transitiveTagKeys: [],
    };
    const { value: hub } = await sts.assumeRole({
      ...leg,
      caller: keyedCaller("vendor"),
      roleArn: HUB_ARN,
      tags: [],
    });
    const { accessKeyId, secretAccessKey, sessionToken } = hub;
    const asHub = { kind: "keys", accessKeyId, secretAccessKey, sessionToken } as const;
    const spoke = { ...leg, caller: asHub, roleArn: roleArn("Spoke"), tags: TAGS };
    await expect(sts.assumeRole(spoke)).resolves.toBeDefined();
    expect((await refusedByAws(sts.assumeRole({ ...spoke, roleArn: roleArn("Contractor") }))).awsCode).toBe(
      "AccessDenied",
    );
    expect((await refusedByAws(sts.assumeRole({ ...spoke, caller: keyedCaller("vendor") }))).awsCode).toBe(
      "AccessDenied",
    );
    const byOther = { ...leg, caller: keyedCaller("nobody"), roleArn: HUB_ARN, tags: [] };
    expect((await refusedByAws(sts.assumeRole(byOther))).awsCode).toBe("AccessDenied");
  });
});

describe("permissions of an IAM user", () => {
  const federate = (name: string, tags = TAGS) =>
    sts.getFederationToken({
      place,
      caller: keyedCaller(name),
      name: "ada",
      durationSeconds: 900,
      policyArns: [],
      tags,
    });

  test("of a federation-token target are what its call takes, tags included", async () => {
    const { value } = await federate("federator");
    expect(value.assumedRoleArn).toBe(`arn:aws:sts::${ACCOUNT_ID}:federated-user/ada`);
    expect((await refusedByAws(federate("poor"))).awsMessage).toContain("sts:GetFederationToken");
    const other = federate("federator", [{ key: "Admin", value: "yes" }]);
    expect((await refusedByAws(other)).awsCode).toBe("AccessDenied");
  });

  test("of a session-token target make the key worthless without a code", async () => {
    const assume = (as: StsCaller) =>
      sts.assumeRole({
        place,
        caller: as,
        roleArn: roleArn("ByBreakGlass"),
        roleSessionName: "ada",
        durationSeconds: 900,
        policyArns: [],
        tags: [],
        transitiveTagKeys: [],
      });
    expect((await refusedByAws(assume(keyedCaller("breakglass")))).awsCode).toBe("AccessDenied");
    const session = async (mfa?: { serialNumber: string; tokenCode: Secret }): Promise<StsCaller> => {
      const request = {
        place,
        caller: keyedCaller("breakglass"),
        userArn: userArn("breakglass"),
        durationSeconds: 900,
      };
      const { value } = await sts.getSessionToken({ ...request, ...(mfa === undefined ? {} : { mfa }) });
      const { accessKeyId, secretAccessKey, sessionToken } = value;
      return { kind: "keys", accessKeyId, secretAccessKey, sessionToken };
    };
    expect((await refusedByAws(assume(await session()))).awsCode).toBe("AccessDenied");
    const tokenCode = new Secret(nextCode());
    const withCode = await session({ serialNumber: mfaSerial("breakglass"), tokenCode });
    await expect(assume(withCode)).resolves.toBeDefined();
  });
});
