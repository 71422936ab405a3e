/**
 * Passkeys as WebAuthn knows them: what a browser is asked to make or to use, and whether what it answers is
 * genuine. Owns the library and the translation of its refusals. Must not know people, sessions, storage or HTTP:
 * that a challenge is used once, and whose passkey it is, is up to the use-case.
 */

/** Who asks, from the configured origin and never from a request. */
export interface RelyingParty {
  /** The host name (WebAuthn 5.1.2): a passkey made here works here and nowhere else. */
  readonly id: string;
  readonly name: string;
  /** `https://rolebridge.example.com` */
  readonly origin: string;
}

/** @param origin without a trailing slash */
export function relyingPartyOf(origin: string): RelyingParty {
  return { id: new URL(origin).hostname, name: "Rolebridge", origin };
}
