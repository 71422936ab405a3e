import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import { Secret } from "@/lib/secret/secret";
import {
  attributes,
  faultOf,
  PROVIDER_ARN,
  startTestAws,
  type TestAws,
} from "@/sandbox/aws/testing/running-aws";
import type { SessionPlan } from "../../issuance/plan";
import { facts, relayPlan, roleArn, samlPlan, webIdentityPlan } from "../fixtures/plans";
import { refusedByAws } from "../fixtures/refused-by-aws";
import { explainRefusal } from "./explain-refusal";
import type { AwsAnswer } from "./explanation";

// Words of AWS that are seen seldom, each provoked by what provokes it.

type SamlPlan = Extract<SessionPlan, { providerArn: string }>;

async function refused(aws: TestAws, plan: SamlPlan, response: string): Promise<AwsAnswer> {
  const sts = createStsClient({ endpointUrl: aws.urls.sts });
  try {
    return await refusedByAws(
      sts.assumeRoleWithSaml({
        place: plan.sts,
        roleArn: plan.roleArn,
        principalArn: PROVIDER_ARN,
        samlAssertion: new Secret(response),
        durationSeconds: plan.durationSeconds,
        policyArns: plan.policyArns,
      }),
    );
  } finally {
    sts.close();
  }
}

describe("a session that does not fit into a session token", () => {
  let aws: TestAws;
  beforeAll(async () => {
    aws = await startTestAws();
  });
  afterAll(() => aws.close());

  /** Tags that fit by themselves, and a name that takes the rest: neither can be packed. */
  const tags = Object.fromEntries(
    Array.from({ length: 14 }, (_, n) => [`PrincipalTag:k${n}`, [randomBytes(120).toString("hex")]]),
  );
  const response = () =>
    aws.response("Engineer", { nameId: randomBytes(1000).toString("hex"), attributes: attributes(tags) });

  test("is told from tags that do not fit, and the target's tags are named", async () => {
    const plan = samlPlan({
      tags: [
        { key: "k0", value: "…" },
        { key: "k1", value: "a long one" },
      ],
    });
    const answer = await refused(aws, plan, response());
    expect(answer).toMatchObject({
      awsCode: "PackedPolicyTooLarge",
      awsMessage: "Serialized token too large for session",
    });
    const { id, causes } = explainRefusal(plan, answer, facts({ tagAttributes: { k1: "unit" } }));
    expect([id, causes[0]?.id, causes[0]?.what]).toEqual([
      "limit.token_size",
      "too_large",
      expect.stringContaining("the tags k1 (12 characters, from the attribute unit) and k0 (3 characters)"),
    ]);
  });

  test("of the company's own assertion is for the company's app to mend", async () => {
    const plan = relayPlan();
    const { causes } = explainRefusal(plan, await refused(aws, plan, response()), facts());
    expect(causes).toMatchObject([{ id: "too_large", todo: expect.stringContaining("PrincipalTag") }]);
  });
});

describe("a denial that names no action", () => {
  let aws: TestAws;
  beforeAll(async () => {
    aws = await startTestAws([], { samlDenial: "bare" });
  });
  afterAll(() => aws.close());

  test.each([
    ["the role is missing", samlPlan({ roleArn: roleArn("Gone") }), {}, []],
    ["the company's proof has no NameID", relayPlan(), { nameId: undefined }, ["relay_extras"]],
  ])(
    "is read as a role that does not open, with its trust policy, when %s",
    async (_, plan, change, more) => {
      const pair = { Role: [`${plan.roleArn},${PROVIDER_ARN}`] };
      const answer = await refused(
        aws,
        plan,
        aws.response("Engineer", { attributes: attributes(pair), ...change }),
      );
      expect(answer).toMatchObject({ awsCode: "AccessDenied", awsMessage: "Access denied" });
      const { id, causes, trustPolicy } = explainRefusal(plan, answer, facts());
      expect([id, causes.map((cause) => cause.id)]).toEqual([
        "denied.bare",
        ["trust_policy", "role_missing", ...more, "condition"],
      ]);
      expect(trustPolicy?.Statement[0]?.Action).toBe("sts:AssumeRoleWithSAML");
    },
  );
});

describe("a duration that AWS cannot read as a number", () => {
  let aws: TestAws;
  beforeAll(async () => {
    aws = await startTestAws();
  });
  afterAll(() => aws.close());

  test.each([
    ["empty", "", "missing value for decimal type"],
    ["no number", "an hour", ""],
    ["beyond what an integer holds", "4294967296", ""],
  ])("is told from other arguments when it is %s", async (_, DurationSeconds, words) => {
    const { code: awsCode, message: awsMessage } = await faultOf(await aws.assume({}, { DurationSeconds }));
    expect([awsCode, awsMessage]).toEqual(["MalformedInput", words]);
    expect(explainRefusal(webIdentityPlan(), { awsCode, awsMessage }, facts()).id).toBe("argument.duration");
  });
});
