import { parseProviderArn } from "../../aws/arn";
import { SESSION_SECONDS } from "../../aws/assertion-attributes";
import { isSamlRecipient } from "../../aws/saml-recipient";
import { AppError } from "../../errors/app-error";
import { roleOfAccount } from "../role-of-account";
import type { IssuanceKind, PersonalProof, RelayedProof } from "./kind";

/**
 * AssumeRoleWithSAML with the company identity provider's own assertion, byte for byte as it was posted: nothing of
 * ours is in it, so what it says of session name, tags and source identity is the identity provider's.
 */
export const samlRelayKind: IssuanceKind<"saml-relay"> = {
  maxDurationSeconds: () => SESSION_SECONDS.max,
  limitations: () => [],

  plan: (target, common) => ({
    roleArn: roleOfAccount(target.roleArn, common),
    providerArn: parseProviderArn(target.providerArn).arn,
    relayConnection: target.relayConnection,
    ...(target.recipient === undefined ? {} : { recipient: target.recipient }),
  }),

  proofId: (_tools, personal) => required(personal).assertionId,

  async execute(plan, tools, proof) {
    const { response, assertionId } = required(proof);
    const { value, attempts } = await tools.sts.assumeRoleWithSaml({
      place: plan.sts,
      roleArn: plan.roleArn,
      principalArn: plan.providerArn,
      samlAssertion: response,
      durationSeconds: plan.durationSeconds,
      ...(plan.policy === undefined ? {} : { policy: plan.policy }),
      policyArns: plan.policyArns,
    });
    return { session: value, proofId: assertionId, attempts };
  },

  async proveForConsole({ partition }, _tools, proof) {
    const { response, assertionId, expiresAt, recipient } = required(proof);
    const given = { samlResponse: response, proofId: assertionId, expiresAt };
    if (recipient === undefined) return given;
    // Anywhere but at this partition's own sign-in it would be a present to whoever waits there.
    if (isSamlRecipient(partition, recipient)) return { ...given, recipient };
    throw new AppError("issuance.console_unavailable", { reason: "recipient_elsewhere" });
  },
};

function required({ relayed }: PersonalProof): RelayedProof {
  if (relayed === undefined) throw new AppError("issuance.relay_needed");
  return relayed;
}
