import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import { Secret } from "@/lib/secret/secret";
import { buildResponse, type ResponseSpec, validResponse } from "@/sandbox/aws/testing/build-response";
import { createIdentityProvider } from "@/sandbox/aws/testing/identity-provider";
import {
  attributes,
  PROVIDER_ARN,
  startTestAws,
  type TestAws,
  trust,
} from "@/sandbox/aws/testing/running-aws";
import type { SessionPlan } from "../../issuance/plan";
import { ENTITY_ID, facts, relayPlan, roleArn, samlPlan } from "../fixtures/plans";
import { refusedByAws } from "../fixtures/refused-by-aws";
import { CLOCK_REFUSALS } from "./clock";
import { explainRefusal } from "./explain-refusal";
import type { AwsAnswer, RefusalFacts } from "./explanation";
import { SAML_PROOF_REFUSALS } from "./saml-proof";

// Every entry against the answer that the local AWS really gives, through our own STS client.

let aws: TestAws;
let sts: ReturnType<typeof createStsClient>;
beforeAll(async () => {
  aws = await startTestAws([
    { name: "NoTags", maxSessionDuration: 3600, trustPolicy: trust({ Action: "sts:AssumeRoleWithSAML" }) },
  ]);
  sts = createStsClient({ endpointUrl: aws.urls.sts });
});
afterAll(async () => {
  sts.close();
  await aws.close();
});

interface Asked {
  readonly proof?: Partial<ResponseSpec>;
  readonly assertion?: string;
  readonly plan?: Extract<SessionPlan, { providerArn: string }>;
}

/** Asks as the plan says, with a proof that is right unless changed. */
function ask({ proof, assertion, plan = samlPlan() }: Asked): Promise<AwsAnswer> {
  return refusedByAws(
    sts.assumeRoleWithSaml({
      place: plan.sts,
      roleArn: plan.roleArn,
      principalArn: plan.kind === "saml-relay" ? PROVIDER_ARN : plan.providerArn,
      samlAssertion: new Secret(assertion ?? aws.response("Engineer", proof)),
      durationSeconds: plan.durationSeconds,
      policyArns: plan.policyArns,
      ...(plan.policy === undefined ? {} : { policy: plan.policy }),
    }),
  );
}

const AT = "https://signin.aws.amazon.com/saml";
const PROVIDER = (name: string, account = "418273650912") => `arn:aws:iam::${account}:saml-provider/${name}`;

interface Row extends Asked {
  readonly when: string;
  readonly id: string;
  readonly causes: readonly string[];
  readonly facts?: Partial<RefusalFacts>;
}

const ROWS: readonly Row[] = [
  {
    when: "the clock is six minutes behind",
    proof: { issuedAt: -360 },
    id: "clock.redeemed_too_late",
    causes: ["clock_behind"],
  },
  {
    when: "the assertion has ended",
    proof: { notOnOrAfter: -1 },
    id: "clock.response_expired",
    causes: ["clock_behind"],
  },
  {
    when: "the assertion only begins",
    proof: { notBefore: 30 },
    id: "clock.not_yet_valid",
    causes: ["clock_ahead"],
  },
  {
    when: "the company's assertion is old",
    plan: relayPlan(),
    proof: { issuedAt: -360 },
    id: "relay.too_old",
    causes: ["assertion_too_old", "idp_clock_behind"],
  },
  {
    when: "somebody changed the proof",
    proof: { sign: "none" },
    id: "saml.signature_invalid",
    causes: ["metadata_stale", "metadata_of_another"],
  },
  {
    when: "the company signs with a new key",
    plan: relayPlan(),
    proof: { sign: "none" },
    id: "saml.signature_invalid",
    causes: ["relay_metadata_stale"],
  },
  {
    when: "the provider is missing",
    plan: samlPlan({ providerArn: PROVIDER("Gone") }),
    id: "saml.provider_missing",
    causes: ["provider_missing", "provider_misspelt", "partition_wrong"],
  },
  {
    when: "the provider differs in case",
    plan: samlPlan({ providerArn: PROVIDER("rolebridge") }),
    id: "saml.provider_missing",
    causes: ["provider_missing", "provider_misspelt", "partition_wrong"],
  },
  {
    when: "the provider is in another account",
    plan: samlPlan({ providerArn: PROVIDER("Rolebridge", "730915284466") }),
    id: "saml.provider_missing",
    causes: ["provider_in_another_account", "provider_missing", "provider_misspelt", "partition_wrong"],
  },
  {
    when: "the address of Rolebridge changed",
    proof: { issuer: "https://old.example" },
    id: "saml.issuer_unknown",
    causes: ["issuer_changed"],
  },
  {
    when: "the company's provider is of another app",
    plan: relayPlan(),
    proof: { issuer: "https://old.example" },
    id: "saml.issuer_unknown",
    causes: ["relay_issuer"],
  },
  {
    when: "the role is spelt otherwise than asserted",
    plan: samlPlan({ roleArn: roleArn("engineer") }),
    id: "saml.role_not_named",
    causes: ["arn_spelling"],
  },
  {
    when: "the company does not assign the role",
    plan: relayPlan({ roleArn: roleArn("Reader") }),
    id: "saml.role_not_named",
    causes: ["relay_role_missing"],
  },
  {
    when: "the audience is another partition's",
    proof: { audience: "urn:amazon:webservices:govcloud" },
    id: "saml.audience",
    causes: ["partition_wrong"],
  },
  {
    when: "the company's audience is wrong",
    plan: relayPlan(),
    proof: { audience: "https://rolebridge.example" },
    id: "saml.audience",
    causes: ["relay_audience"],
  },
  {
    when: "the recipient is not AWS",
    proof: { confirmations: [{ recipient: "https://example.com/saml", notOnOrAfter: 60 }] },
    id: "saml.recipient",
    causes: ["recipient_wrong"],
  },
  {
    when: "the company sends no recipient",
    plan: relayPlan({ recipient: `${AT}/acs/SAMLSPABC` }),
    proof: { confirmations: [{ notOnOrAfter: 60 }] },
    id: "saml.recipient",
    causes: ["relay_recipient"],
  },
  {
    when: "the destination is not AWS",
    proof: { destination: "https://example.com/saml" },
    id: "saml.recipient",
    causes: ["recipient_wrong"],
  },
  {
    when: "two confirmations stand in it",
    proof: {
      confirmations: [
        { recipient: AT, notOnOrAfter: 60 },
        { recipient: AT, notOnOrAfter: 60 },
      ],
    },
    id: "saml.recipient",
    causes: ["recipient_wrong"],
  },
  {
    when: "the company sends no session name",
    plan: relayPlan(),
    proof: { attributes: { Role: [`${roleArn("Engineer")},${PROVIDER_ARN}`] } },
    id: "saml.session_name",
    causes: ["relay_session_name"],
  },
  {
    when: "a session name has a space",
    proof: { attributes: attributes({ RoleSessionName: ["ada lovelace"] }) },
    id: "saml.session_name",
    causes: ["own_proof_defect"],
  },
  {
    when: "the source identity is AWS's own",
    plan: samlPlan({ sourceIdentity: "aws:ada" }),
    proof: { attributes: attributes({ SourceIdentity: ["aws:ada"] }) },
    id: "saml.source_identity",
    causes: ["source_identity_invalid"],
  },
  {
    when: "the company's source identity is too long",
    plan: relayPlan(),
    proof: { attributes: attributes({ SourceIdentity: ["a".repeat(257)] }) },
    id: "saml.source_identity",
    causes: ["relay_source_identity"],
  },
  {
    when: "it is no base64",
    assertion: "<samlp:Response/>",
    id: "saml.attribute_invalid",
    causes: ["own_proof_defect"],
  },
  {
    when: "it is no SAML",
    assertion: Buffer.from("<hello/>").toString("base64"),
    id: "saml.attribute_invalid",
    causes: ["own_proof_defect"],
  },
  {
    when: "the company's duration is no number of seconds",
    plan: relayPlan(),
    proof: { attributes: attributes({ SessionDuration: ["60"] }) },
    id: "saml.attribute_invalid",
    causes: ["relay_malformed"],
  },
  {
    when: "the company reports failure",
    plan: relayPlan(),
    proof: { status: "urn:oasis:names:tc:SAML:2.0:status:Responder" },
    id: "saml.rejected_by_idp",
    causes: ["relay_not_successful"],
  },
  {
    when: "the role is missing",
    plan: samlPlan({ roleArn: roleArn("Gone") }),
    proof: { attributes: attributes({ Role: [`${roleArn("Gone")},${PROVIDER_ARN}`] }) },
    id: "denied.saml",
    causes: ["trust_policy", "role_missing", "condition"],
  },
  {
    when: "the role's name differs in case",
    plan: samlPlan({ roleArn: roleArn("ENGINEER") }),
    proof: { attributes: attributes({ Role: [`${roleArn("ENGINEER")},${PROVIDER_ARN}`] }) },
    id: "denied.saml",
    causes: ["trust_policy", "role_missing", "condition"],
  },
  {
    when: "tags and source identity are not allowed",
    plan: samlPlan({
      roleArn: roleArn("NoTags"),
      tags: [{ key: "team", value: "data" }],
      sourceIdentity: "ada",
    }),
    proof: {
      attributes: attributes({
        Role: [`${roleArn("NoTags")},${PROVIDER_ARN}`],
        "PrincipalTag:team": ["data"],
        SourceIdentity: ["ada"],
      }),
    },
    id: "denied.saml",
    causes: ["trust_policy", "role_missing", "tag_session", "set_source_identity", "condition"],
  },
  {
    when: "the duration is above the role's",
    plan: samlPlan({ durationSeconds: 7201 }),
    id: "limit.role_duration",
    causes: ["role_maximum", "role_maximum_too_low"],
  },
  {
    when: "the duration is below AWS's",
    plan: samlPlan({ durationSeconds: 899 }),
    id: "argument.duration",
    causes: ["duration_out_of_range"],
  },
  {
    when: "the role's ARN is a provider's",
    plan: samlPlan({ roleArn: PROVIDER_ARN }),
    id: "argument.role_arn",
    causes: ["role_arn_wrong"],
  },
  {
    when: "the role's ARN is none",
    plan: samlPlan({ roleArn: "this-is-not-an-arn-at-all" }),
    id: "argument.role_arn",
    causes: ["role_arn_wrong"],
  },
  {
    when: "the role's ARN is too short",
    plan: samlPlan({ roleArn: "short" }),
    id: "argument.role_arn",
    causes: ["role_arn_wrong"],
  },
  {
    when: "the provider's ARN is a role's",
    plan: samlPlan({ providerArn: roleArn("Engineer") }),
    id: "argument.principal_arn",
    causes: ["provider_arn_wrong"],
  },
  {
    when: "the company's response is huge",
    plan: relayPlan(),
    assertion: "A".repeat(100_001),
    id: "argument.proof_too_large",
    causes: ["proof_too_large"],
  },
  {
    when: "the session policy is no policy",
    plan: samlPlan({ policy: "{}" }),
    id: "limit.policy_malformed",
    causes: ["session_policy"],
  },
  {
    when: "the session policy is too long",
    plan: samlPlan({ policy: " ".repeat(2049) }),
    id: "argument.policy",
    causes: ["session_policy"],
  },
  {
    when: "there are eleven policies",
    plan: samlPlan({ policyArns: Array.from({ length: 11 }, (_, n) => `arn:aws:iam::aws:policy/P${n}`) }),
    id: "argument.policy",
    causes: ["session_policy"],
  },
  {
    when: "the tags are too large",
    plan: samlPlan({ tags: [{ key: "k0", value: "…" }] }),
    proof: {
      attributes: attributes(
        Object.fromEntries(
          Array.from({ length: 20 }, (_, n) => [`PrincipalTag:k${n}`, [randomBytes(128).toString("hex")]]),
        ),
      ),
    },
    id: "limit.packed_tags",
    causes: ["too_large"],
  },
  {
    when: "a tag is set twice",
    plan: samlPlan({ tags: [{ key: "team", value: "a" }] }),
    proof: { attributes: attributes({ "PrincipalTag:team": ["a"], "PrincipalTag:Team": ["b"] }) },
    id: "argument.tags",
    causes: ["tag_invalid"],
  },
];

describe("AWS refuses a SAML proof, and Rolebridge knows why", () => {
  test.each(ROWS)("when $when: $id", async (row) => {
    const plan = row.plan ?? samlPlan();
    const explanation = explainRefusal(plan, await ask(row), facts(row.facts));
    expect({ id: explanation.id, causes: explanation.causes.map(({ id }) => id) }).toEqual({
      id: row.id,
      causes: row.causes,
    });
    expect(explanation.hints.length).toBeGreaterThan(0);
  });

  test("every entry about SAML proofs is among them", () => {
    const provoked = new Set(ROWS.map(({ id }) => id));
    const known = SAML_PROOF_REFUSALS.map(({ id }) => id).filter((id) => id !== "saml.unusable");
    expect(known.filter((id) => !provoked.has(id))).toEqual([]);
    expect(
      CLOCK_REFUSALS.filter(({ kinds }) => kinds?.includes("saml") === true)
        .map(({ id }) => id)
        .filter((id) => !provoked.has(id)),
    ).toEqual(["clock.expired"]);
  });

  test("a signature that is refused right after a change of keys points to the change", async () => {
    const other = await createIdentityProvider(ENTITY_ID);
    const spec = validResponse(other, roleArn("Engineer"), PROVIDER_ARN);
    const answer = await ask({ assertion: buildResponse(spec, other, aws.clock.now) });
    const causes = (keyRotated: "recently" | "earlier" | "never") =>
      explainRefusal(samlPlan(), answer, facts({ keyRotated })).causes.map(({ id, certainty }) => [
        id,
        certainty,
      ]);
    expect(causes("recently")).toEqual([
      ["metadata_stale", "likely"],
      ["metadata_of_another", "possible"],
    ]);
    expect(causes("earlier")[0]).toEqual(["metadata_stale", "possible"]);
    expect(causes("never")).toEqual([["metadata_of_another", "likely"]]);
  });

  test("a clock that is known to be wrong is certain, with the distance", async () => {
    const answer = await ask({ proof: { issuedAt: -360 } });
    const { now } = facts();
    const awsTime = new Date(now.getTime() + 400_000);
    expect(explainRefusal(samlPlan(), answer, facts({ awsTime })).causes[0]).toMatchObject({
      certainty: "certain",
      who: "operator",
      what: expect.stringContaining("7 minutes later"),
    });
  });
});
