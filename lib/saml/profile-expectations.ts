import type { Judgement } from "./saml-time";

/**
 * Whom a message is for. A login is for us, and each of these is one address, compared byte for byte. An assertion
 * for AWS that is delivered to us is for AWS, which has many.
 */
export interface Addressee {
  isAudience(value: string): boolean;
  isRecipient(value: string): boolean;
  /** @param value undefined when the message names none */
  isDestination(value: string | undefined): boolean;
}

/** What the strict profile compares with. */
export interface ProfileExpectations extends Judgement {
  readonly idpEntityId: string;
  readonly addressee: Addressee;
  /** False: only answers to a request of ours. */
  readonly allowIdpInitiated: boolean;
}
