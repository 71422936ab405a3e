import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import { executePlan } from "@/lib/issuance/execute-plan";
import type { IssuanceTools } from "@/lib/issuance/kinds/kind";
import { createIdentityProvider } from "@/sandbox/aws/testing/identity-provider";
import { ACCOUNT_ID, ENTITY_ID, roleArn, SETTINGS, samlPlan } from "../fixtures/plans";
import { refusedByAws } from "../fixtures/refused-by-aws";
import {
  CONDITIONS,
  DENIED,
  type SamlTrustWorld,
  samlMutationsOf,
  startSamlTrustWorld,
} from "../fixtures/saml-trust-world";
import { ACCOUNT, samlTarget } from "../fixtures/targets";
import { NO_CONNECTION_FACTS, roleNeedOfPlan, roleNeedOfTarget } from "../role-need";
import { trustPolicyFor } from "./trust-policy";

// The trust policy that is generated for a target, in a role of the local AWS that a real proof is taken to.

const PLAN = samlPlan({
  tags: [
    { key: "Department", value: "Logistics" },
    { key: "Project", value: "Harbour" },
  ],
  transitiveTagKeys: ["Department"],
  sourceIdentity: "ada@meridian.example",
});
const TARGET = samlTarget({
  sessionTags: PLAN.tags,
  transitiveTagKeys: PLAN.transitiveTagKeys,
  sourceIdentity: true,
});

function need(target = TARGET) {
  const found = roleNeedOfTarget(target, ACCOUNT, SETTINGS, NO_CONNECTION_FACTS);
  if (found === undefined) throw new Error("a role is assumed");
  return found;
}

const WHOLE = trustPolicyFor(need(), CONDITIONS);
const PLAIN = trustPolicyFor(need(samlTarget()));
const MUTATIONS = samlMutationsOf(WHOLE);

let aws: SamlTrustWorld;
let tools: IssuanceTools;
beforeAll(async () => {
  const idp = await createIdentityProvider(ENTITY_ID);
  aws = await startSamlTrustWorld("Rolebridge", idp, { Whole: WHOLE, Plain: PLAIN });
  const certificate = idp.certificatePem.replace(/-----[^-]+-----|\s/g, "");
  tools = {
    sts: createStsClient({ endpointUrl: aws.urls.sts }),
    signingKey: async () => ({ id: "k", privateKey: idp.privateKey, certificate }),
    entityId: ENTITY_ID,
    clock: { now: () => aws.clock.now },
    randomBytes,
    signSamlResponse: false,
  } as Partial<IssuanceTools> as IssuanceTools;
});
afterAll(() => aws.close());

const take = (role: string, plan = PLAN) => executePlan({ ...plan, roleArn: roleArn(role) }, tools);

describe("the trust policy of a saml target", () => {
  test("lets in what the target asks for", async () => {
    const { session } = await take("Whole");
    expect(session.assumedRoleArn).toBe(`arn:aws:sts::${ACCOUNT_ID}:assumed-role/Whole/ada@meridian.example`);
    await expect(take("Plain", samlPlan())).resolves.toBeDefined();
  });

  test.each(MUTATIONS.map(({ what }, index) => [what, index] as const))("refuses %s", async (_, index) => {
    expect(await refusedByAws(take(`Mutation${index}`))).toMatchObject(DENIED);
  });

  test("was tried with every action, principal and condition that it has", () => {
    expect(MUTATIONS.map(({ what }) => what)).toEqual([
      "without sts:AssumeRoleWithSAML",
      "without sts:TagSession",
      "without sts:SetSourceIdentity",
      "for another principal",
      "with another SAML:aud",
      "with another SAML:iss",
      "with another SAML:sub_type",
      "with another aws:TagKeys",
      "with another sts:TransitiveTagKeys",
      "with another aws:SourceIp",
      "with another aws:CurrentTime",
    ]);
  });

  test.each([
    ["a tag that the target does not set", { tags: [...PLAN.tags, { key: "Admin", value: "yes" }] }],
    ["a tag made transitive that is not", { transitiveTagKeys: ["Department", "Project"] }],
    [
      "an assertion made out to another region's sign-in",
      { recipient: "https://eu-west-1.signin.aws.amazon.com/saml" },
    ],
    [
      "another provider with the same metadata",
      { providerArn: `arn:aws:iam::${ACCOUNT_ID}:saml-provider/Other` },
    ],
  ])("refuses %s", async (_, change) => {
    expect(await refusedByAws(take("Whole", { ...PLAN, ...change }))).toMatchObject(DENIED);
  });

  test("refuses tags and source identity where the target has none", async () => {
    expect(await refusedByAws(take("Plain", samlPlan({ tags: PLAN.tags })))).toMatchObject(DENIED);
    expect(await refusedByAws(take("Plain", samlPlan({ sourceIdentity: "ada" })))).toMatchObject(DENIED);
  });

  test("refuses everybody after its date", async () => {
    const today = aws.clock.now;
    aws.clock.now = new Date("2100-01-01T00:00:00Z");
    try {
      expect(await refusedByAws(take("Whole"))).toMatchObject(DENIED);
    } finally {
      aws.clock.now = today;
    }
  });

  test("is the same out of the plan as out of the target", () => {
    const ofPlan = roleNeedOfPlan(PLAN, SETTINGS);
    expect(ofPlan && trustPolicyFor(ofPlan, CONDITIONS)).toEqual(WHOLE);
  });
});

describe("the trust policy of a target that takes its connection's tags", () => {
  test("names the keys that connections set, once each, and needs no permission for tags when none does", () => {
    const of = (tagKeys: readonly string[]) => {
      const target = samlTarget({ useConnectionTags: true, sessionTags: [{ key: "Team", value: "x" }] });
      const found = roleNeedOfTarget(target, ACCOUNT, SETTINGS, { ...NO_CONNECTION_FACTS, tagKeys });
      return found && trustPolicyFor(found).Statement[0]?.Condition?.["ForAllValues:StringEquals"];
    };
    expect(of(["CostCenter", "team", "Department"])).toEqual({
      "aws:TagKeys": ["Team", "CostCenter", "Department"],
    });
    const plain = need(samlTarget({ useConnectionTags: true }));
    expect(trustPolicyFor(plain).Statement[0]?.Action).toBe("sts:AssumeRoleWithSAML");
  });
});
