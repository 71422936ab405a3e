import {
  isAwsAudience,
  isAwsRecipient,
  MAX_SAML_ASSERTION,
  REDEEM_MS,
  relayedRoles,
} from "../../aws/relayed-roles";
import { AppError } from "../../errors/app-error";
import type { VerifiedSamlLogin } from "../../saml/verified-login";
import { Secret } from "../../secret/secret";
import type { RelayedResponse } from "../relay-ports";
import type { SignInUseCases } from "../use-cases";
import { type AcceptContext, acceptAt } from "./accept-saml-response";
import { providerSubjectOf, relayUrlOf } from "./find-connection";
import type { RefusedSenders } from "./refused-senders";

/**
 * The company identity provider's assertion for AWS, delivered to us: as strict as a login in everything but whom it
 * is addressed to. That it is for AWS is what makes it worth keeping, so one addressed to us is refused here, as one
 * for AWS is at our own assertion consumer (I06).
 */
export function acceptRelayedResponse(
  context: AcceptContext,
  senders: RefusedSenders,
): SignInUseCases["acceptRelayedResponse"] {
  return acceptAt(context, senders, {
    addresseeOf: ({ slug }) => ({
      isAudience: isAwsAudience,
      isRecipient: isAwsRecipient,
      // The address it was posted to is ours, and a provider that fills Destination from it says so. AWS wants its
      // own there if anything (it may look), so a provider that lets one choose is better set to AWS's. Of
      // neither is harm to be had: the signed Recipient is always AWS's, and what we do with it is bound to our
      // request. A third address means that it was meant for somebody else.
      isDestination: (value) =>
        value === undefined || value === relayUrlOf(context.settings.origin, slug) || isAwsRecipient(value),
    }),
    relayedOf: (login, { samlResponse }) => relayed(context, login, samlResponse),
    // The session that its app for AWS has is not one with us: the person is known, the session is not.
    providerSessionOf: ({ nameId }, connection) => ({
      subject: providerSubjectOf(context.settings.origin, nameId, connection),
    }),
    detail: { protocol: "saml", relay: true },
  });
}

function relayed(context: AcceptContext, login: VerifiedSamlLogin, samlResponse: Secret): RelayedResponse {
  // Line breaks belong to the form, not to the message: the bytes inside stay exactly what was signed.
  const response = new Secret(samlResponse.reveal().replace(/\r?\n/g, ""));
  const { length } = response.reveal();
  if (length > MAX_SAML_ASSERTION) {
    throw new AppError("signin.relay_unusable", { reason: "too_long" });
  }
  const redeemable = login.issuedAt.getTime() + REDEEM_MS;
  const expiresAt = new Date(Math.min(redeemable, login.validUntil.getTime()));
  // Our rules for a login allow for clocks that differ; AWS would not take this one any more.
  if (expiresAt <= context.clock.now()) throw new AppError("signin.relay_unusable", { reason: "over" });
  return {
    id: context.random.uuid(),
    response,
    assertionId: login.assertionId,
    roles: relayedRoles(login.attributes),
    recipient: login.recipient,
    expiresAt,
  };
}
