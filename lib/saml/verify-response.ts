/**
 * The service provider's side of `lib/saml`: from what was posted to a login nobody has to doubt.
 *
 * It owns the order decode -> scan -> signature -> strict profile, and the brand of `VerifiedSamlLogin`. It must
 * not know connections, requests, people or storage: whether the request it answers was ours, and whether the
 * assertion was used before, is decided by the use-case in one transaction.
 */
import type { Secret } from "../secret/secret";
import { decodeSamlResponse } from "./decode-message";
import type { SamlIdpSettings } from "./idp-settings";
import type { Addressee } from "./profile-expectations";
import { readStrictly } from "./strict-profile";
import { trustedKeys } from "./trusted-keys";
import type { VerifiedSamlLogin } from "./verified-login";
import type { SignatureVerifier } from "./verify-signature";

export interface ResponseToVerify {
  /** The form value as posted. */
  readonly samlResponse: Secret;
  readonly idp: SamlIdpSettings;
  readonly addressee: Addressee;
  /** False: `in_response_to_missing` unless it answers a request. */
  readonly allowIdpInitiated: boolean;
  readonly now: Date;
  readonly clockSkewSeconds: number;
  /** Messages from the same sender were refused: this one waits until no other does. */
  readonly isDoubted?: boolean;
}

/**
 * @returns what the assertion says; `inResponseTo` is not yet known to be a request of ours
 * @throws AppError `signin.response_refused` with one of `REFUSAL_REASONS` as its reason, or `signin.busy`
 */
export async function verifyResponse(
  input: ResponseToVerify,
  verifier: SignatureVerifier,
): Promise<VerifiedSamlLogin> {
  const keys = trustedKeys(input.idp.signingCertificates, input.now);
  const xml = decodeSamlResponse(input.samlResponse);
  const signed = await verifier.verify(xml, keys, { isDoubted: input.isDoubted ?? false });
  const facts = readStrictly(signed, {
    idpEntityId: input.idp.entityId,
    addressee: input.addressee,
    allowIdpInitiated: input.allowIdpInitiated,
    now: input.now,
    clockSkewSeconds: input.clockSkewSeconds,
  });
  return facts as VerifiedSamlLogin;
}
