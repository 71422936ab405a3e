import { describe, expect, test } from "vitest";
import { answeredSession } from "../../aws/fixtures/sts-fixture";
import type {
  AssumeRoleRequest,
  GetFederationTokenRequest,
  GetSessionTokenRequest,
} from "../../aws/sts-port";
import type { Account, KindSettings, Target, TargetCommon } from "../../entitlements/model";
import { Secret } from "../../secret/secret";
import { executePlan } from "../execute-plan";
import { ADA, entitlement } from "../fixtures/entitlement";
import { callerTools, NOW } from "../fixtures/tools";
import type { SessionPlan } from "../plan";
import { type PlanInput, planSession } from "../plan-session";
import { kindOf } from "./kinds";

const ACCOUNT = "418273650912";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ops/Administrator`;
const HUB = "arn:aws:iam::730915284466:role/Hub";
const KEY = { accessKeyId: "AKIAEXAMPLEEXAMPLE12", userArn: `arn:aws:iam::${ACCOUNT}:user/break-glass` };
const SERIAL = `arn:aws:iam::${ACCOUNT}:mfa/break-glass`;
const SETTINGS = { samlProviderName: "Rolebridge", issuer: "https://rolebridge.example.com" };
const OWN_ROLE = "arn:aws:sts::730915284466:assumed-role/Server/i-0123456789";
const OWN_USER = "arn:aws:iam::730915284466:user/rolebridge";
const CODE = { mfaCode: new Secret("123456") };

type Caller = "assume-role" | "federation-token" | "session-token";
type Settings = { [Kind in Caller]: { readonly kind: Kind } & KindSettings[Kind] }[Caller];

function plan(
  settings: Settings & Partial<TargetCommon>,
  more: Partial<PlanInput> & { readonly account?: Partial<Account> } = {},
): SessionPlan {
  const { account = {}, ...input } = more;
  const base = entitlement({ account });
  const {
    kind: _k,
    roleArn: _r,
    providerArn: _p,
    ...common
  } = { providerArn: "", roleArn: "", ...base.target };
  const target = { ...common, maxDurationSeconds: 129_600, ...settings } as Target;
  return planSession({
    entitlement: { ...base, target, maxDurationSeconds: target.maxDurationSeconds },
    person: { identity: ADA, sessionName: "ada@meridian.example" },
    tagPolicy: { sessionTags: [] },
    wish: {},
    use: "console",
    settings: SETTINGS,
    ...input,
  });
}

function assumeRole(settings: Partial<KindSettings["assume-role"]> & Partial<TargetCommon> = {}) {
  return { kind: "assume-role", roleArn: ROLE, ...settings } as const;
}

function roles() {
  const asked: AssumeRoleRequest[] = [];
  const tools = callerTools({
    assumeRole: async (request) => {
      asked.push(request);
      const name = request.roleArn.split("/").at(-1);
      const account = request.roleArn.split(":")[4];
      const arn = `arn:aws:sts::${account}:assumed-role/${name}/${request.roleSessionName}`;
      return answeredSession(request.place, arn, NOW);
    },
  });
  return { asked, tools };
}

describe("assume-role", () => {
  test("asks as Rolebridge itself, with everything the plan says", async () => {
    const { asked, tools } = roles();
    const planned = plan(
      assumeRole({
        externalId: "a1b2",
        sourceIdentity: true,
        sessionTags: [{ key: "team", value: "blue" }],
        transitiveTagKeys: ["team"],
        sessionPolicy: "{}",
        policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
      }),
    );
    const { session, proofId } = await executePlan(planned, tools);
    expect(session.accountId).toBe(ACCOUNT);
    expect(proofId).toBeUndefined();
    expect(asked).toEqual([
      {
        place: planned.sts,
        caller: { kind: "own" },
        roleArn: ROLE,
        roleSessionName: "ada@meridian.example",
        durationSeconds: 3600,
        policy: "{}",
        policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        tags: [{ key: "team", value: "blue" }],
        transitiveTagKeys: ["team"],
        sourceIdentity: "ada@meridian.example",
        externalId: "a1b2",
      },
    ]);
  });

  test("asks with a sealed key and the person's code, which the plan does not hold", async () => {
    const { asked, tools } = roles();
    const planned = plan(assumeRole({ accessKey: KEY, mfaSerial: SERIAL }));
    await executePlan(planned, tools, CODE);
    expect(asked).toMatchObject([
      {
        caller: { kind: "keys", accessKeyId: KEY.accessKeyId },
        mfa: { serialNumber: SERIAL, tokenCode: CODE.mfaCode },
      },
    ]);
    expect(JSON.stringify(planned)).not.toMatch(/123456"|canary/);
  });

  test("goes through the hub, which gets the code and the name, and the role all the rest", async () => {
    const { asked, tools } = roles();
    const planned = plan(
      assumeRole({
        accessKey: KEY,
        hubRoleArn: HUB,
        mfaSerial: SERIAL,
        externalId: "a1b2",
        sourceIdentity: true,
        sessionTags: [{ key: "team", value: "blue" }],
      }),
    );
    const { session, attempts } = await executePlan(planned, tools, CODE);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toEqual({
      place: planned.sts,
      caller: expect.objectContaining({ accessKeyId: KEY.accessKeyId }),
      roleArn: HUB,
      roleSessionName: "ada@meridian.example",
      durationSeconds: 900,
      policyArns: [],
      tags: [],
      transitiveTagKeys: [],
      mfa: { serialNumber: SERIAL, tokenCode: CODE.mfaCode },
    });
    expect(asked[1]).toMatchObject({
      caller: { accessKeyId: "ASIAIOSFODNN7EXAMPLE", sessionToken: expect.any(Secret) },
      roleArn: ROLE,
      externalId: "a1b2",
      sourceIdentity: "ada@meridian.example",
      tags: [{ key: "team", value: "blue" }],
    });
    expect(asked[1]).not.toHaveProperty("mfa");
    expect(session.assumedRoleArn).toContain(`:${ACCOUNT}:assumed-role/Administrator/`);
    expect(attempts).toHaveLength(2);
  });

  test("asks nothing without the code that the device shows", async () => {
    const { asked, tools } = roles();
    const planned = plan(assumeRole({ mfaSerial: SERIAL }));
    await expect(executePlan(planned, tools)).rejects.toMatchObject({ code: "issuance.mfa_required" });
    expect(asked).toEqual([]);
  });

  test("asks nothing when its key is gone", async () => {
    const { asked, tools } = roles();
    const planned = plan(assumeRole({ accessKey: { ...KEY, accessKeyId: "AKIAGONEGONEGONEGONE" } }));
    await expect(executePlan(planned, tools)).rejects.toMatchObject({ code: "issuance.access_key_missing" });
    expect(asked).toEqual([]);
  });

  test.each([
    ["Rolebridge's own role", {}, { ownIdentityArn: OWN_ROLE }, 3_600],
    ["an identity that is not known", {}, {}, 3_600],
    ["a hub, whoever asks it", { accessKey: KEY, hubRoleArn: HUB }, { ownIdentityArn: OWN_USER }, 3_600],
    ["Rolebridge's own IAM user", {}, { ownIdentityArn: OWN_USER }, 43_200],
    ["a key of an IAM user", { accessKey: KEY }, { ownIdentityArn: OWN_ROLE }, 43_200],
  ])("knows how long %s can ask for, before it asks", (_, settings, facts, seconds) => {
    const planned = plan(assumeRole(settings), { settings: { ...SETTINGS, ...facts } });
    expect(planned).toMatchObject({ durationSeconds: seconds, durationDecidedBy: "kind" });
  });

  test("A01 A15 reaches no role of another account, and no hub of another partition", () => {
    const wrong = expect.objectContaining({ code: "aws.arn_invalid" });
    expect(() => plan(assumeRole(), { account: { accountId: "730915284466" } })).toThrow(wrong);
    expect(() => plan(assumeRole({ hubRoleArn: "arn:aws-cn:iam::730915284466:role/Hub" }))).toThrow(wrong);
  });
});

describe("federation-token", () => {
  const settings = { kind: "federation-token", accessKey: KEY } as const;
  const nameOf = (sessionName: string): string => {
    const planned = plan(settings, { person: { identity: ADA, sessionName } });
    return planned.kind === "federation-token" ? planned.federatedName : "";
  };

  test("asks under the person's name, with tags and policy, for up to 36 hours", async () => {
    const asked: GetFederationTokenRequest[] = [];
    const tools = callerTools({
      getFederationToken: async (request) => {
        asked.push(request);
        return answeredSession(request.place, `arn:aws:sts::${ACCOUNT}:federated-user/x`, NOW);
      },
    });
    const planned = plan({ ...settings, sessionPolicy: "{}", sessionTags: [{ key: "team", value: "blue" }] });
    await executePlan(planned, tools);
    expect(asked).toEqual([
      {
        place: planned.sts,
        caller: expect.objectContaining({ accessKeyId: KEY.accessKeyId }),
        name: "ada@meridian.example",
        durationSeconds: 129_600,
        policy: "{}",
        policyArns: [],
        tags: [{ key: "team", value: "blue" }],
      },
    ]);
  });

  test("A02 two people never have one name, and nobody can choose somebody's", () => {
    const long = "a-person-with-a-long-name@meridian.example";
    const short = nameOf(long);
    expect(short).toMatch(/^a-person-wi-[0-9a-f]{20}$/);
    expect(nameOf(`${long}.org`)).not.toBe(short);
    expect(nameOf("ada")).toBe("ada");
    expect(nameOf("a".repeat(31))).toBe("a".repeat(31));
    // Who takes the short name of another as a username gets a third name.
    expect(nameOf(short)).not.toBe(short);
    for (const name of [short, nameOf(short), nameOf("x".repeat(64))])
      expect(name).toMatch(/^[\w+=,.@-]{2,32}$/);
  });

  test("says before that it can do nothing without a session policy", () => {
    const target = { ...entitlement().target, ...settings };
    const { limitations } = kindOf("federation-token");
    expect(limitations(target)).toContain("no_permissions_without_policy");
    expect(limitations({ ...target, sessionPolicy: "{}" })).toEqual(["iam", "sts"]);
  });
});

describe("session-token", () => {
  test("asks as the IAM user, with the code, and for nothing else", async () => {
    const asked: GetSessionTokenRequest[] = [];
    const tools = callerTools({
      getSessionToken: async (request) => {
        asked.push(request);
        return answeredSession(request.place, request.userArn, NOW);
      },
    });
    const planned = plan({ kind: "session-token", accessKey: KEY, mfaSerial: SERIAL });
    const { session } = await executePlan(planned, tools, CODE);
    expect(session.assumedRoleArn).toBe(KEY.userArn);
    expect(asked).toEqual([
      {
        place: planned.sts,
        caller: expect.objectContaining({ accessKeyId: KEY.accessKeyId }),
        userArn: KEY.userArn,
        durationSeconds: 129_600,
        mfa: { serialNumber: SERIAL, tokenCode: CODE.mfaCode },
      },
    ]);
  });

  test("says before what it cannot do; a code opens IAM and nothing opens the console", () => {
    const target = { ...entitlement().target, kind: "session-token", accessKey: KEY } as const;
    const { limitations } = kindOf("session-token");
    expect(limitations(target)).toEqual(["console", "iam", "sts"]);
    expect(limitations({ ...target, mfaSerial: SERIAL })).toEqual(["console", "sts"]);
  });

  test.each([
    ["session-token", { sessionTags: [{ key: "a", value: "b" }] }, /session tags/],
    ["session-token", { sourceIdentity: true }, /source identity/],
    ["session-token", { sessionPolicy: "{}" }, /session policy/],
    ["session-token", { policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }, /session policy/],
    ["federation-token", { sourceIdentity: true }, /source identity/],
  ] as const)("%s refuses what it would have to leave out: %j", (kind, asked, detail) => {
    expect(() => plan({ kind, accessKey: KEY, ...asked })).toThrow(
      expect.objectContaining({ code: "issuance.assertion_invalid", detail: expect.stringMatching(detail) }),
    );
  });

  test.each(["federation-token", "session-token"] as const)("%s opens no account but its user's", (kind) => {
    const userArn = "arn:aws:iam::730915284466:user/a";
    expect(() => plan({ kind, accessKey: { ...KEY, userArn } })).toThrow(
      expect.objectContaining({
        code: "aws.arn_invalid",
        detail: expect.stringMatching(/no IAM user of account/),
      }),
    );
  });
});
