import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import { awsTokenClaims } from "@/lib/aws/web-identity-claims";
import { Secret } from "@/lib/secret/secret";
import { startIssuer, type TestIssuer } from "@/sandbox/aws/testing/oidc-issuer";
import { type StsWorld, startStsWorld } from "@/sandbox/aws/testing/sts-world";
import { type Mutation, mutationsOf } from "../fixtures/mutations";
import { ACCOUNT_ID, roleArn, SETTINGS, webIdentityPlan } from "../fixtures/plans";
import { refusedByAws } from "../fixtures/refused-by-aws";
import { ACCOUNT, webIdentityTarget } from "../fixtures/targets";
import { NO_CONNECTION_FACTS, roleNeedOfTarget } from "../role-need";
import { trustPolicyFor } from "./trust-policy";

// The trust policy that is generated for a target, in a role of the local AWS that a token with our claims is taken to.

const PLAN = webIdentityPlan({
  tags: [{ key: "Department", value: "Logistics" }],
  transitiveTagKeys: ["Department"],
  sourceIdentity: "ada@meridian.example",
});
const TARGET = webIdentityTarget({
  // The one tag of the plan comes from the connection.
  useConnectionTags: true,
  transitiveTagKeys: PLAN.transitiveTagKeys,
  sourceIdentity: true,
});

let issuer: TestIssuer;
let aws: StsWorld;
let sts: ReturnType<typeof createStsClient>;
let mutations: Mutation[];
beforeAll(async () => {
  issuer = await startIssuer();
  const need = roleNeedOfTarget(
    TARGET,
    ACCOUNT,
    { ...SETTINGS, issuer: issuer.url },
    { ...NO_CONNECTION_FACTS, tagKeys: ["Department", "CostCenter"] },
  );
  if (need === undefined) throw new Error("a role is assumed");
  const whole = trustPolicyFor(need, {
    sourceIps: ["127.0.0.0/8", "::1/128"],
    notAfter: new Date("2100-01-01T00:00:00Z"),
  });
  mutations = mutationsOf(whole, { Federated: `arn:aws:iam::${ACCOUNT_ID}:oidc-provider/other.example` });
  const role = (name: string, trustPolicy: object) => ({ name, maxSessionDuration: 3600, trustPolicy });
  aws = await startStsWorld({
    roles: [role("Whole", whole), ...mutations.map(({ policy }, index) => role(`Mutation${index}`, policy))],
    home: { oidcProviders: [{ url: issuer.url, clientIds: [PLAN.audience, "other"] }] },
    assumptions: { loopbackIssuers: [issuer.url] },
  });
  sts = createStsClient({ endpointUrl: aws.urls.sts });
});
afterAll(async () => {
  sts.close();
  await aws.close();
  await issuer.close();
});

function take(name: string, claims: object = {}, plan = PLAN) {
  const now = Math.floor(aws.clock.now.getTime() / 1000);
  const asked = { ...plan, roleArn: roleArn(name) };
  const registered = { iss: issuer.url, sub: plan.subject, aud: plan.audience, iat: now, exp: now + 300 };
  return sts.assumeRoleWithWebIdentity({
    place: plan.sts,
    roleArn: asked.roleArn,
    roleSessionName: plan.sessionName,
    webIdentityToken: new Secret(issuer.token({ ...registered, ...awsTokenClaims(asked), ...claims })),
    durationSeconds: 900,
    policyArns: [],
  });
}

const DENIED = {
  awsCode: "AccessDenied",
  awsMessage: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
};

describe("the trust policy of a web-identity target", () => {
  test("lets in what the target asks for", async () => {
    const { value } = await take("Whole");
    expect(value.assumedRoleArn).toBe(`arn:aws:sts::${ACCOUNT_ID}:assumed-role/Whole/${PLAN.sessionName}`);
  });

  test("refuses when any one part of it is taken away or asks for something else", async () => {
    const answers = [];
    for (const [index, { what }] of mutations.entries()) {
      answers.push([what, (await refusedByAws(take(`Mutation${index}`))).awsMessage]);
    }
    expect(answers).toEqual(
      [
        "without sts:AssumeRoleWithWebIdentity",
        "without sts:TagSession",
        "without sts:SetSourceIdentity",
        "for another principal",
        `with another ${issuer.name}:aud`,
        `with another ${issuer.name}:sub`,
        "with another sts:RoleAuthorizedByIdp",
        "with another aws:TagKeys",
        "with another sts:TransitiveTagKeys",
        "with another aws:SourceIp",
        "with another aws:CurrentTime",
      ].map((what) => [what, DENIED.awsMessage]),
    );
  });

  test.each([
    ["another audience that the provider lists", { aud: "other" }],
    ["a subject that is no person", { sub: "machine:ada" }],
    ["a token that names no role", { "https://aws.amazon.com/roles": undefined }],
    [
      "a tag that the target does not set",
      { "https://aws.amazon.com/tags": { principal_tags: { Admin: ["yes"] } } },
    ],
  ])("refuses %s", async (_, claims) => {
    expect(await refusedByAws(take("Whole", claims))).toMatchObject(DENIED);
  });
});
