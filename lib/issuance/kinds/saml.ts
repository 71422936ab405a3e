import { awsAssertionAttributes, SESSION_SECONDS } from "../../aws/assertion-attributes";
import { PARTITIONS, samlRecipient } from "../../aws/partitions";
import { type SignedResponse, signAssertion } from "../../saml/sign-assertion";
import type { SessionPlan } from "../plan";
import type { IssuanceKind, IssuanceTools } from "./kind";

/**
 * Seconds an assertion lives. Our own call to STS follows at once: two minutes hold a minute of clock
 * skew and the retries. A browser may stop at a page that waits for a click: the five minutes after
 * which AWS stops anyway.
 */
const LIFETIME = { sts: 120, browser: 300 } as const;
/** Seconds; for an AWS whose clock is behind ours. */
const BACKDATED = 60;

/** AssumeRoleWithSAML: Rolebridge is a SAML identity provider to AWS and signs who this is. */
export const samlKind: IssuanceKind = {
  maxDurationSeconds: SESSION_SECONDS.max,

  async execute(plan, tools) {
    const proof = await prove(plan, tools, LIFETIME.sts);
    const session = await tools.sts.assumeRoleWithSaml({
      roleArn: plan.roleArn,
      principalArn: plan.providerArn,
      samlAssertion: proof.samlResponse,
      durationSeconds: plan.durationSeconds,
      ...(plan.policy === undefined ? {} : { policy: plan.policy }),
      policyArns: plan.policyArns,
      partition: plan.partition,
      region: plan.region,
      asserted: {
        issuer: tools.entityId,
        recipient: samlRecipient(plan.partition),
        tagKeys: plan.tags.map((tag) => tag.key),
        ...(plan.sourceIdentity === undefined ? {} : { sourceIdentity: plan.sourceIdentity }),
      },
    });
    return { session, proofId: proof.assertionId };
  },

  async proveForConsole(plan, tools) {
    const proof = await prove(plan, tools, LIFETIME.browser);
    return { samlResponse: proof.samlResponse, proofId: proof.assertionId, expiresAt: proof.notOnOrAfter };
  },
};

/**
 * The NameID is the session name: stable for ever, of one person only, and what CloudTrail shows, so
 * that a trust policy may compare `saml:sub` with something an administrator can recognise.
 */
async function prove(
  plan: SessionPlan,
  tools: IssuanceTools,
  lifetimeSeconds: number,
): Promise<SignedResponse> {
  const content = {
    issuer: tools.entityId,
    recipient: samlRecipient(plan.partition),
    audience: PARTITIONS[plan.partition].samlAudience,
    nameId: plan.sessionName,
    attributes: awsAssertionAttributes(plan),
    issueInstant: tools.clock.now(),
    backdatedSeconds: BACKDATED,
    lifetimeSeconds,
  };
  return signAssertion(content, await tools.signingKey(), {
    signResponse: tools.signSamlResponse,
    randomBytes: tools.randomBytes,
  });
}
