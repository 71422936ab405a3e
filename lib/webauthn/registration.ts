import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  verifyRegistrationResponse,
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
import type { RelyingParty } from "./relying-party";

/** COSE: EdDSA, ES256, RS256. Every authenticator has one of them. */
const ALGORITHMS = [-8, -7, -257];

/** What is kept of a new passkey. Its private half never leaves the authenticator. */
export interface NewPasskey {
  /** base64url */
  readonly credentialId: string;
  /** COSE */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly signCount: number;
  /** How it is reached: `usb`, `internal`, … as the browser said. */
  readonly transports: readonly string[];
  /** Whether it is copied to other devices of its owner. */
  readonly backedUp: boolean;
}

/** Somebody for whom a passkey is made. */
export interface PasskeyOwner {
  /** UUID: says nothing of the person to whoever finds the key. */
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
}

/**
 * For `navigator.credentials.create`. No attestation is asked for: which make somebody's key is of is their affair.
 * @param known their passkeys, which are not made twice
 */
export function registrationOptions(
  rp: RelyingParty,
  owner: PasskeyOwner,
  challenge: Uint8Array,
  known: readonly { readonly credentialId: string; readonly transports: readonly string[] }[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: rp.name,
    rpID: rp.id,
    userID: new Uint8Array(Buffer.from(owner.id.replaceAll("-", ""), "hex")),
    userName: owner.username,
    userDisplayName: owner.displayName,
    challenge: new Uint8Array(challenge),
    timeout: CEREMONY_MS,
    attestationType: "none",
    excludeCredentials: descriptorsOf(known),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

const RESPONSE = z.object({
  ...credentialShape,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,30}$/))
      .max(10)
      .default([]),
  }),
});

/**
 * WebAuthn 7.1, with user verification.
 * @param response of the browser, unparsed
 * @throws AppError `stepup.passkey_refused`
 */
export async function verifyRegistration(
  rp: RelyingParty,
  response: unknown,
  challenge: Uint8Array,
): Promise<NewPasskey> {
  const { authenticatorAttachment: _, ...sent } = parseCredential(RESPONSE, response);
  refuseFrames(sent.response.clientDataJSON);
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: sent as Parameters<typeof verifyRegistrationResponse>[0]["response"],
    ...expectedOf(rp, challenge),
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch((thrown: unknown) => {
    throw refusalOf(thrown);
  });
  if (!verified) throw refused("attestation_invalid");
  const { credential, credentialBackedUp: backedUp } = registrationInfo;
  const { id: credentialId, publicKey, counter: signCount } = credential;
  return { credentialId, publicKey, signCount, transports: sent.response.transports, backedUp };
}
