import { CreateRoleCommand, GetSAMLProviderCommand, IAMClient } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import { executePlan } from "@/lib/issuance/execute-plan";
import { callerTools } from "@/lib/issuance/fixtures/tools";
import { Secret } from "@/lib/secret/secret";
import { buildResponse, type ResponseSpec, validResponse } from "@/sandbox/aws/testing/build-response";
import { createIdentityProvider, type TestIdentityProvider } from "@/sandbox/aws/testing/identity-provider";
import { ACCOUNT_ID, facts, relayPlan, roleArn, SETTINGS } from "../fixtures/plans";
import { refusedByAws } from "../fixtures/refused-by-aws";
import {
  CONDITIONS,
  DENIED,
  type SamlTrustWorld,
  samlMutationsOf,
  samlProviderArn,
  startSamlTrustWorld,
} from "../fixtures/saml-trust-world";
import { ACCOUNT, relayTarget } from "../fixtures/targets";
import { NO_CONNECTION_FACTS, roleNeedOfPlan, roleNeedOfTarget } from "../role-need";
import { trustPolicyFor } from "./trust-policy";

// The trust policy that is generated for a relayed assertion, at the local AWS, with the company's own assertion.

const COMPANY = "http://www.okta.com/exk1";
const PROVIDER = samlProviderArn("Company");
const CONNECTIONS = { ...NO_CONNECTION_FACTS, relayIssuers: { "meridian-saml": COMPANY } };

const need = roleNeedOfTarget(relayTarget(), ACCOUNT, SETTINGS, CONNECTIONS);
if (need === undefined) throw new Error("a role is assumed");
const WHOLE = trustPolicyFor(need, CONDITIONS);
const MUTATIONS = samlMutationsOf(WHOLE);

let aws: SamlTrustWorld;
let company: TestIdentityProvider;
let sts: ReturnType<typeof createStsClient>;
beforeAll(async () => {
  company = await createIdentityProvider(COMPANY);
  aws = await startSamlTrustWorld("Company", company, { Whole: WHOLE });
  sts = createStsClient({ endpointUrl: aws.urls.sts });
});
afterAll(async () => {
  sts.close();
  await aws.close();
});

function take(name: string, change: Partial<ResponseSpec> = {}, provider = PROVIDER) {
  const plan = relayPlan({ roleArn: roleArn(name), providerArn: provider });
  const response = buildResponse(
    { ...validResponse(company, plan.roleArn, provider), ...change },
    company,
    aws.clock.now,
  );
  const expiresAt = new Date(aws.clock.now.getTime() + 300_000);
  const relayed = { response: new Secret(response), assertionId: "_assertion", expiresAt };
  return executePlan(plan, callerTools(sts), { relayed });
}

describe("the trust policy of a saml-relay target", () => {
  test("lets in the company's own assertion", async () => {
    const { session } = await take("Whole");
    expect(session.assumedRoleArn).toBe(`arn:aws:sts::${ACCOUNT_ID}:assumed-role/Whole/ada@meridian.example`);
  });

  test("was tried with every action, principal and condition that it has", () => {
    expect(MUTATIONS.map(({ what }) => what)).toEqual([
      "without sts:AssumeRoleWithSAML",
      "for another principal",
      "with another SAML:aud",
      "with another SAML:iss",
      "with another aws:SourceIp",
      "with another aws:CurrentTime",
    ]);
  });

  test.each(MUTATIONS.map(({ what }, index) => [what, index] as const))("refuses %s", async (_, index) => {
    expect(await refusedByAws(take(`Mutation${index}`))).toMatchObject(DENIED);
  });

  test.each([
    [
      "an assertion made out to another region's sign-in",
      {
        confirmations: [{ recipient: "https://eu-west-1.signin.aws.amazon.com/saml", notOnOrAfter: 300 }],
      },
    ],
    [
      "session tags, which no target of Rolebridge asked for",
      {
        attributes: {
          Role: [`${roleArn("Whole")},${PROVIDER}`],
          RoleSessionName: ["ada@meridian.example"],
          "PrincipalTag:Admin": ["yes"],
        },
      },
    ],
  ])("refuses %s", async (_, change) => {
    expect(await refusedByAws(take("Whole", change))).toMatchObject(DENIED);
  });

  test("refuses another provider with the same metadata", async () => {
    const other = `arn:aws:iam::${ACCOUNT_ID}:saml-provider/Other`;
    expect(await refusedByAws(take("Whole", {}, other))).toMatchObject(DENIED);
  });

  test("of one recipient lets in what is made out to the provider's own address, and nothing else", async () => {
    const credentials = aws.adminKeys[ACCOUNT_ID];
    if (credentials === undefined) throw new Error("the account has an administrator");
    const iam = new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials });
    const { SAMLProviderUUID } = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: PROVIDER }));
    const recipient = `https://signin.aws.amazon.com/saml/acs/${SAMLProviderUUID}`;
    const own = roleNeedOfTarget(relayTarget({ recipient }), ACCOUNT, SETTINGS, CONNECTIONS);
    const AssumeRolePolicyDocument = JSON.stringify(own && trustPolicyFor(own));
    await iam.send(new CreateRoleCommand({ RoleName: "OwnAddress", AssumeRolePolicyDocument }));
    const madeOutTo = (to: string) => ({
      destination: to,
      confirmations: [{ recipient: to, notOnOrAfter: 300 }],
    });
    await expect(take("OwnAddress", madeOutTo(recipient))).resolves.toBeDefined();
    for (const other of [
      "https://signin.aws.amazon.com/saml",
      "https://eu-west-1.signin.aws.amazon.com/saml",
    ]) {
      expect(await refusedByAws(take("OwnAddress", madeOutTo(other)))).toMatchObject(DENIED);
    }
    const ofPlan = roleNeedOfPlan(relayPlan({ recipient }), SETTINGS, CONNECTIONS);
    expect(ofPlan && trustPolicyFor(ofPlan)).toEqual(own && trustPolicyFor(own));
  });

  test("is the same out of the plan as out of the target", () => {
    const ofPlan = roleNeedOfPlan(relayPlan({ roleArn: roleArn("Reader") }), facts().settings, {
      relayIssuers: CONNECTIONS.relayIssuers,
    });
    expect(ofPlan && trustPolicyFor(ofPlan, CONDITIONS)).toEqual(
      trustPolicyFor({ ...need, roleArn: roleArn("Reader") }, CONDITIONS),
    );
  });
});
