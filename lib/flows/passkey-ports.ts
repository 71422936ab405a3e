import type { NewPasskey } from "../webauthn/registration";

/** Part of `ports.ts`: what stepping up with a passkey needs of the database. */

export interface Passkey extends NewPasskey {
  readonly id: string;
  /** What its owner calls it. */
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date;
}

export type PasskeyCeremony = "registration" | "assertion";

/** What changes a person's passkeys; takes part in a unit of work, with its audit event. */
export interface PasskeyChanges {
  /** `full` when the person has as many as there can be, `known` when anybody has this credential. */
  add(personId: string, passkey: Passkey): Promise<"added" | "full" | "known">;
  /**
   * Takes one away, or all of a person's, and with it the word of every session that one was used.
   * @returns what was taken
   */
  remove(personId: string, id?: string): Promise<readonly Pick<Passkey, "id" | "name">[]>;
}

export interface PasskeyStore {
  ofPerson(personId: string): Promise<readonly Passkey[]>;
  /** Replaces what this session was to sign before. */
  keepChallenge(asked: {
    readonly appSessionId: string;
    readonly ceremony: PasskeyCeremony;
    readonly challenge: Uint8Array;
    readonly expiresAt: Date;
  }): Promise<void>;
  /** Takes it once; undefined when it is gone or too old. */
  takeChallenge(appSessionId: string, ceremony: PasskeyCeremony, now: Date): Promise<Uint8Array | undefined>;
  /**
   * One statement: the counter goes on from where it was read, and the session knows that a passkey was used. False,
   * and nothing changed, when somebody else moved the counter meanwhile, or the session is no longer this person's.
   */
  used(use: {
    readonly id: string;
    readonly personId: string;
    readonly appSessionId: string;
    readonly signCountBefore: number;
    readonly signCount: number;
    readonly backedUp: boolean;
    readonly now: Date;
  }): Promise<boolean>;
}
