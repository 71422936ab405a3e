import type { NameId } from "./name-id";

declare const signatureVerified: unique symbol;

/** One attribute as the IdP sent it, in order, names and values untouched. */
export interface SamlAttribute {
  readonly name: string;
  readonly friendlyName?: string;
  readonly values: readonly string[];
}

/** What an assertion says once the strict profile has read it. Not yet a login: see the brand below. */
export interface SamlLoginFacts {
  readonly protocol: "saml";
  /** entityID of the IdP. */
  readonly issuer: string;
  readonly nameId: NameId;
  readonly attributes: readonly SamlAttribute[];
  readonly assertionId: string;
  /** IssueInstant of the assertion. */
  readonly issuedAt: Date;
  /** The earlier of the assertion's two ends, as it says them. */
  readonly validUntil: Date;
  /** Recipient of SubjectConfirmationData: the assertion consumer that it is made out to. */
  readonly recipient: string;
  /** ID of our AuthnRequest; absent when the IdP started. */
  readonly inResponseTo?: string;
  readonly authnInstant: Date;
  readonly authnContextClassRef?: string;
  readonly sessionIndex?: string;
  readonly sessionNotOnOrAfter?: Date;
  /** Until when this assertion id must be remembered as used. */
  readonly notOnOrAfter: Date;
}

/**
 * What a signed and profile-checked assertion says. Only `verify-response.ts` makes one (the brand has no
 * other maker), so unverified XML cannot reach the mapping. That it is used once is up to the use-case,
 * which records `issuer` and `assertionId` and consumes `inResponseTo` in one transaction.
 */
export interface VerifiedSamlLogin extends SamlLoginFacts {
  readonly [signatureVerified]: true;
}
