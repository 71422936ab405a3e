import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import {
  base64url,
  CEREMONY_MS,
  credentialShape,
  descriptorsOf,
  expectedOf,
  parseCredential,
  refusalOf,
  refused,
  refuseFrames,
} from "./ceremony";
import type { NewPasskey } from "./registration";
import type { RelyingParty } from "./relying-party";

type KnownPasskey = Pick<NewPasskey, "credentialId" | "publicKey" | "signCount" | "transports">;

/** For `navigator.credentials.get`, with one of these and no other. */
export function assertionOptions(
  rp: RelyingParty,
  challenge: Uint8Array,
  known: readonly Pick<KnownPasskey, "credentialId" | "transports">[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: rp.id,
    challenge: new Uint8Array(challenge),
    timeout: CEREMONY_MS,
    userVerification: "required",
    allowCredentials: descriptorsOf(known),
  });
}

const RESPONSE = z.object({
  ...credentialShape,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: z.string().max(200).optional(),
  }),
});

/** What a browser answered, read but not believed. */
export type SentAssertion = z.output<typeof RESPONSE>;

/** @throws AppError `stepup.passkey_refused` */
export function readAssertion(response: unknown): SentAssertion {
  return parseCredential(RESPONSE, response);
}

/**
 * WebAuthn 7.2, with user verification. A counter that did not grow means that there are two of the key (6.1.1).
 * @returns the counter to remember, and whether the key is copied to other devices
 * @throws AppError `stepup.passkey_refused`
 */
export async function verifyAssertion(
  rp: RelyingParty,
  sent: SentAssertion,
  passkey: KnownPasskey,
  challenge: Uint8Array,
): Promise<{ readonly signCount: number; readonly backedUp: boolean }> {
  refuseFrames(sent.response.clientDataJSON);
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: sent as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
    ...expectedOf(rp, challenge),
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.signCount,
    },
  }).catch((thrown: unknown) => {
    throw refusalOf(thrown);
  });
  if (!verified) throw refused("signature_invalid");
  const { newCounter: signCount, credentialBackedUp: backedUp } = authenticationInfo;
  return { signCount, backedUp };
}
