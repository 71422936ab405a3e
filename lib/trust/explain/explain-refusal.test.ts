import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import type { SessionPlan } from "@/lib/issuance/plan";
import { allow, keyOf, roleTrusting, type StsWorld, startStsWorld } from "@/sandbox/aws/testing/sts-world";
import { keyedCaller } from "../fixtures/keyed-caller";
import {
  assumeRolePlan,
  ENTITY_ID,
  facts,
  federationPlan,
  ISSUER,
  OTHER_ACCOUNT_ID,
  relayPlan,
  roleArn,
  samlPlan,
  sessionTokenPlan,
  userArn,
  webIdentityPlan,
} from "../fixtures/plans";
import { refusedByAws } from "../fixtures/refused-by-aws";
import { explainRefusal, REFUSALS } from "./explain-refusal";
import type { AwsAnswer } from "./explanation";

const RICH = {
  tags: [{ key: "CostCenter", value: "4711-secret" }],
  transitiveTagKeys: ["CostCenter"],
  sourceIdentity: "ada@meridian.example",
  policy: '{"Statement":[]}',
  policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
} as const;
const MFA = { mfaSerial: "arn:aws:iam::418273650912:mfa/device-7" };
const PLANS: readonly SessionPlan[] = [
  samlPlan(RICH),
  samlPlan({ ...RICH, providerArn: `arn:aws:iam::${OTHER_ACCOUNT_ID}:saml-provider/Rolebridge` }),
  relayPlan(RICH),
  webIdentityPlan(RICH),
  assumeRolePlan({
    ...RICH,
    ...MFA,
    hubRoleArn: roleArn("Hub", OTHER_ACCOUNT_ID),
    externalId: "vendor-7:a/b",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  }),
  assumeRolePlan(),
  federationPlan(RICH),
  sessionTokenPlan(MFA),
];

/** An answer that an entry takes, whatever its words are. */
const SAID: AwsAnswer = { awsCode: "X", awsMessage: "x" };

describe("every entry of the table", () => {
  test("has an id of its own", () => {
    const ids = REFUSALS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("has something to say for every plan that it can happen to, and never fails", () => {
    for (const entry of REFUSALS) {
      for (const plan of PLANS.filter(({ kind }) => entry.kinds?.includes(kind) ?? true)) {
        const situation = { plan, answer: SAID, facts: facts() };
        const causes = entry.causes(situation);
        expect([entry.id, causes.length > 0, entry.meaning(situation) !== ""]).toEqual([
          entry.id,
          true,
          true,
        ]);
        for (const { what, todo, hint } of causes) {
          for (const text of [what, todo, hint]) expect(text).toMatch(/^(?:[A-Z“]|arn:|https:)[\s\S]+\.$/);
          expect(`${what} ${todo} ${hint}`).not.toMatch(/undefined|\[object|NaN/);
        }
        expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
      }
    }
  });

  test("tells the person nothing of the inside of the set-up", () => {
    const inside = [
      "saml-provider",
      "oidc-provider",
      "arn:aws",
      "vendor-7",
      "AKIA",
      "device-7",
      "4711-secret",
      "CostCenter",
      ENTITY_ID,
      ISSUER,
      OTHER_ACCOUNT_ID,
      "Hub",
      "federator",
      "breakglass",
    ];
    for (const entry of REFUSALS) {
      for (const plan of PLANS.filter(({ kind }) => entry.kinds?.includes(kind) ?? true)) {
        const hints = entry.causes({ plan, answer: SAID, facts: facts() }).map(({ hint }) => hint);
        expect(inside.filter((word) => hints.join(" ").includes(word))).toEqual([]);
      }
    }
  });
});

describe("an explanation", () => {
  test("shows what was asked, by AWS's names, without proofs and codes", () => {
    const { sent } = explainRefusal(PLANS[4] ?? samlPlan(), SAID, facts());
    expect(sent).toEqual({
      action: "AssumeRole",
      region: "eu-west-1",
      parameters: {
        RoleArn: roleArn("Engineer"),
        RoleSessionName: "ada@meridian.example",
        DurationSeconds: 3600,
        Policy: RICH.policy,
        PolicyArns: RICH.policyArns,
        Tags: { CostCenter: "4711-secret" },
        TransitiveTagKeys: ["CostCenter"],
        SourceIdentity: "ada@meridian.example",
        ExternalId: "vendor-7:a/b",
        SerialNumber: MFA.mfaSerial,
        TokenCode: "[left out]",
        throughHubRole: roleArn("Hub", OTHER_ACCOUNT_ID),
      },
    });
  });

  test("of an answer that nobody has met says so, and shows the trust policy that works", () => {
    const explanation = explainRefusal(samlPlan(), { awsCode: "BrandNew", awsMessage: "?" }, facts());
    expect(explanation).toMatchObject({ id: "unknown", meaning: expect.stringContaining("does not know") });
    expect(explanation.trustPolicy?.Statement[0]?.Action).toBe("sts:AssumeRoleWithSAML");
  });

  test("says little to the person: three sentences at most, and each once", () => {
    for (const plan of PLANS) {
      const { hints } = explainRefusal(
        plan,
        { awsCode: "AccessDenied", awsMessage: "Access denied" },
        facts(),
      );
      expect(hints.length).toBeLessThanOrEqual(3);
      expect(new Set(hints).size).toBe(hints.length);
    }
  });

  test("knows the code with and without AWS's “Exception”", () => {
    const said = (awsCode: string) =>
      explainRefusal(samlPlan(), { awsCode, awsMessage: "Response has expired" }, facts()).id;
    expect([said("ExpiredToken"), said("ExpiredTokenException")]).toEqual([
      "clock.response_expired",
      "clock.response_expired",
    ]);
  });

  test("does not show a trust policy where trust is not the cause, or nobody is known to call", () => {
    const { ownIdentityArn: _, ...settings } = facts().settings;
    const denied = {
      awsCode: "AccessDenied",
      awsMessage: "User: x is not authorized to perform: sts:AssumeRole on resource: y",
    };
    expect(explainRefusal(assumeRolePlan(), denied, facts({ settings })).trustPolicy).toBeUndefined();
    const expired = { awsCode: "ExpiredTokenException", awsMessage: "Response has expired" };
    expect(explainRefusal(samlPlan(), expired, facts()).trustPolicy).toBeUndefined();
  });
});

describe("refusals of an endpoint, a region and a page", () => {
  let aws: StsWorld;
  let sts: ReturnType<typeof createStsClient>;
  let elsewhere: ReturnType<typeof createStsClient>;
  const plan = sessionTokenPlan();
  const place = { ...plan.sts, regions: ["eu-central-1"] } as const;
  beforeAll(async () => {
    aws = await startStsWorld({
      users: [
        {
          name: "bridge",
          accessKeys: [keyOf("bridge")],
          permissions: { inline: { federate: allow("sts:GetFederationToken") } },
        },
      ],
      roles: [roleTrusting("Engineer", userArn("bridge"))],
      home: { stsDisabledRegions: ["eu-west-1"] },
    });
    sts = createStsClient({ endpointUrl: `${aws.urls.sts}/eu-west-1` });
    elsewhere = createStsClient({ endpointUrl: aws.urls.sts });
  });
  afterAll(async () => {
    sts.close();
    elsewhere.close();
    await aws.close();
  });
  const idOf = (answer: AwsAnswer) => explainRefusal(plan, answer, facts()).id;

  test("a region that is off", async () => {
    const answer = await refusedByAws(
      sts.assumeRole({
        place: plan.sts,
        caller: keyedCaller("bridge"),
        roleArn: roleArn("Engineer"),
        roleSessionName: "ada",
        durationSeconds: 900,
        policyArns: [],
        tags: [],
        transitiveTagKeys: [],
      }),
    );
    expect(answer.awsMessage).toMatch(/^STS is not activated in this region/);
    expect(idOf(answer)).toBe("region.disabled");
  });

  const faultOf = async (action: string): Promise<AwsAnswer> => {
    const body = new URLSearchParams({ Action: action, Version: "2011-06-15" });
    const xml = await (await fetch(aws.urls.sts, { method: "POST", body })).text();
    const text = (name: string) => new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? "";
    return { awsCode: text("Code"), awsMessage: text("Message") };
  };

  test("a call that the endpoint does not know, and one too many", async () => {
    expect(idOf(await faultOf("AssumeEverything"))).toBe("endpoint.action_unknown");
    aws.disruptions.set("global", { kind: "throttle" });
    expect(idOf(await faultOf("GetSessionToken"))).toBe("limit.rate");
    aws.disruptions.clear();
  });

  test("what AWS's sign-in says on its pages, which a person can only repeat", async () => {
    const page = async (path: string, body: Record<string, string>): Promise<AwsAnswer> => {
      const answer = await fetch(`${aws.urls.signin}${path}`, {
        method: "POST",
        body: new URLSearchParams(body),
      });
      return { awsCode: "", awsMessage: (await answer.text()).replace(/<[^>]+>/g, " ") };
    };
    const posted = await page("/saml", { SAMLResponse: "AAAA" });
    expect(explainRefusal(samlPlan(), posted, facts()).id).toBe("console.response_invalid");
    const Session = JSON.stringify({ sessionId: "ASIAX", sessionKey: "x", sessionToken: "x" });
    const refused = await page("/federation", { Action: "getSigninToken", Session });
    expect(explainRefusal(samlPlan(), refused, facts()).id).toBe("console.no_token");
    const federate = async (session: object) =>
      page("/federation", { Action: "getSigninToken", Session: JSON.stringify(session) });
    const { value } = await elsewhere.getSessionToken({
      place,
      caller: keyedCaller("bridge"),
      userArn: userArn("bridge"),
      durationSeconds: 900,
    });
    const { SigninToken } = JSON.parse(
      (
        await federate({
          sessionId: value.accessKeyId,
          sessionKey: value.secretAccessKey.reveal(),
          sessionToken: value.sessionToken.reveal(),
        })
      ).awsMessage,
    ) as { SigninToken: string };
    const login = await page("/federation", { Action: "login", Issuer: "", Destination: "", SigninToken });
    const { id, causes } = explainRefusal(plan, login, facts());
    expect([id, causes.map((cause) => cause.id)]).toEqual(["console.session_kind", ["kind_without_console"]]);
  });

  test("session policies that are too long together, though none is by itself", async () => {
    const policyArns = Array.from({ length: 10 }, (_, n) => `arn:aws:iam::aws:policy/${"p".repeat(180)}${n}`);
    const answer = await refusedByAws(
      elsewhere.getFederationToken({
        place,
        caller: keyedCaller("bridge"),
        name: "ada",
        durationSeconds: 900,
        policy: `{"Version":"2012-10-17","Statement":[]}${" ".repeat(100)}`,
        policyArns,
        tags: [],
      }),
    );
    expect(answer.awsCode).toBe("PackedPolicyTooLarge");
    expect(explainRefusal(federationPlan({ policyArns }), answer, facts())).toMatchObject({
      id: "limit.packed",
      causes: [{ id: "too_large", what: expect.stringContaining("10 policy ARNs") }],
    });
  });
});
