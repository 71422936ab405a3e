import type { Secret } from "../secret/secret";

/** The company identity provider's assertion for AWS. */
export interface RelayedAssertion {
  readonly id: string;
  /** ID attribute; what the audit knows it by. */
  readonly assertionId: string;
  /** `role-arn,provider-arn` */
  readonly roles: readonly string[];
  /** AWS's assertion consumer that it is made out to; absent of one that an earlier version kept. */
  readonly recipient?: string;
  /** AWS takes it until then, and we keep it no longer. */
  readonly expiresAt: Date;
}

/** Base64 of exactly what the identity provider posted. A bearer secret; the store seals it. */
export type RelayedResponse = RelayedAssertion & { readonly response: Secret };

/** What an assertion must say. */
export interface RelayedOpening {
  /** As `relayedRole` names it. */
  readonly role: string;
  /** Whom it must be made out to; absent: anyone it is. */
  readonly recipient?: string;
}

export interface RelayedAssertionStore {
  /** Gives one that arrived with a sign-in to the person who signed in; undefined when it is over or taken. */
  claim(id: string, personId: string, now: Date): Promise<RelayedAssertion | undefined>;
  /** The person's newest that came through this connection and opens this. @param connection slug */
  find(
    personId: string,
    connection: string,
    opens: RelayedOpening,
    now: Date,
  ): Promise<RelayedResponse | undefined>;
  /** All that the person has of this connection, without what they hold. @param connection slug */
  list(personId: string, connection: string, now: Date): Promise<readonly RelayedAssertion[]>;
}
