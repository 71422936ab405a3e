import { parseProviderArn, providerArnOf } from "../../aws/arn";
import { awsAssertionAttributes, SESSION_SECONDS } from "../../aws/assertion-attributes";
import { PARTITIONS, samlRecipient } from "../../aws/partitions";
import { newAssertionId, type SignedResponse, signAssertion } from "../../saml/sign-assertion";
import type { PlanOf } from "../plan";
import { roleOfAccount } from "../role-of-account";
import { announced } from "./announced";
import type { IssuanceKind, IssuanceTools, SessionProof } from "./kind";

/**
 * Seconds an assertion lives. Our own call to STS follows at once: two minutes hold a minute of clock
 * skew and the retries. A browser may stop at a page that waits for a click: the five minutes after
 * which AWS stops anyway.
 */
const LIFETIME = { sts: 120, browser: 300 } as const;
/** Seconds; for an AWS whose clock is behind ours. */
const BACKDATED = 60;

/** AssumeRoleWithSAML: Rolebridge is a SAML identity provider to AWS and signs who this is. */
export const samlKind: IssuanceKind<"saml"> = {
  maxDurationSeconds: () => SESSION_SECONDS.max,
  limitations: () => [],

  plan: (target, common, settings) => ({
    roleArn: roleOfAccount(target.roleArn, common),
    providerArn:
      target.providerArn === undefined
        ? providerArnOf(common.partition, common.accountId, settings.samlProviderName)
        : parseProviderArn(target.providerArn).arn,
    recipient: target.recipient ?? samlRecipient(common.partition),
    ...(target.encryptionCertificate === undefined
      ? {}
      : { encryptionCertificate: target.encryptionCertificate }),
  }),

  proofId: ({ randomBytes }) => newAssertionId(randomBytes),

  async execute(plan, tools, personal) {
    const proof = await prove(plan, tools, personal, LIFETIME.sts);
    const { value, attempts } = await tools.sts.assumeRoleWithSaml({
      place: plan.sts,
      roleArn: plan.roleArn,
      principalArn: plan.providerArn,
      samlAssertion: proof.samlResponse,
      durationSeconds: plan.durationSeconds,
      ...(plan.policy === undefined ? {} : { policy: plan.policy }),
      policyArns: plan.policyArns,
    });
    return { session: value, proofId: proof.assertionId, attempts };
  },

  async proveForConsole(plan, tools, personal) {
    const proof = await prove(plan, tools, personal, LIFETIME.browser);
    return { samlResponse: proof.samlResponse, proofId: proof.assertionId, expiresAt: proof.notOnOrAfter };
  },
};

/**
 * The NameID is the session name: stable for ever, of one person only, and what CloudTrail shows, so
 * that a trust policy may compare `saml:sub` with something an administrator can recognise.
 */
async function prove(
  plan: PlanOf<"saml">,
  tools: IssuanceTools,
  proof: SessionProof,
  lifetimeSeconds: number,
): Promise<SignedResponse> {
  const content = {
    issuer: tools.entityId,
    recipient: plan.recipient,
    audience: PARTITIONS[plan.partition].samlAudience,
    nameId: plan.sessionName,
    attributes: awsAssertionAttributes(plan),
    issueInstant: tools.clock.now(),
    backdatedSeconds: BACKDATED,
    lifetimeSeconds,
  };
  return signAssertion(content, await tools.signingKey(), {
    assertionId: announced(proof),
    signResponse: tools.signSamlResponse,
    ...(plan.encryptionCertificate === undefined ? {} : { encryptTo: plan.encryptionCertificate }),
    randomBytes: tools.randomBytes,
  });
}
