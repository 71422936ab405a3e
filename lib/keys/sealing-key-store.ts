import type { SealedPlace } from "./sealing";

/**
 * `current` seals; `next` is known and will; `previous` only opens what it sealed; `retired` does nothing any more, and
 * the database takes nothing that is sealed with it.
 */
export type SealingKeyStatus = "next" | "current" | "previous" | "retired";

/** A sealing key as the database knows it: what it is called and where it comes from, never the key. */
export interface StoredSealingKey {
  /** See `SealingKey`. */
  readonly id: string;
  readonly status: SealingKeyStatus;
  /** Absent: from configuration. */
  readonly kms?: {
    readonly keyArn: string;
    /** The data key as AWS KMS encrypted it. */
    readonly wrapped: Uint8Array;
  };
}

export interface SealedValue {
  readonly place: SealedPlace;
  readonly sealed: Uint8Array;
}

/** Implemented by `lib/db`. */
export interface SealingKeyStore {
  list(): Promise<readonly StoredSealingKey[]>;
  /** Nothing happens when there is one of this status already: another replica was faster. */
  insert(key: StoredSealingKey & { readonly status: "current" | "next" }): Promise<void>;
  /** Anything sealed; undefined before the first value. */
  anySealed(): Promise<SealedValue | undefined>;
  /** Makes the next key the current one and that the previous one, in one transaction. */
  promoteNext(): Promise<void>;
  /** Some values that this key did not seal. */
  sealedByOthers(keyId: string, limit: number): Promise<readonly SealedValue[]>;
  /** Replaces a value if it is still the one that was read. */
  replace(value: SealedValue, sealed: Uint8Array): Promise<void>;
  /** Previous keys become retired; their data keys are forgotten. */
  retirePrevious(): Promise<void>;
}
