/** What keys are for. A purpose never borrows another's key (I07). */
export const KEY_PURPOSES = ["aws-saml", "aws-oidc-rs256", "aws-oidc-es256", "saml-sp"] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/**
 * `next` is published and not yet used, `current` signs, `previous` is published and no longer used, so that what
 * it signed a moment ago still verifies; `retired` is neither, and its private half is gone.
 */
export type KeyStatus = "current" | "next" | "previous" | "retired";

/** A signing key at rest: the private half is sealed (see `sealing.ts`), the certificate is public. */
export interface StoredKey {
  /** UUID. */
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly status: KeyStatus;
  readonly certificatePem: string;
  /** PKCS#8 DER, sealed for `signing-key/<purpose>` and this id. Empty once retired. */
  readonly privateKeySealed: Uint8Array;
  readonly notAfter: Date;
  readonly createdAt: Date;
}

/** Implemented by `lib/db`. */
export interface KeyStore {
  /** The key in use; undefined before the first start. */
  current(purpose: KeyPurpose): Promise<StoredKey | undefined>;
  /** Every key of the purpose, newest first. */
  list(purpose: KeyPurpose): Promise<readonly StoredKey[]>;
  /**
   * Inserts the first current key. A unique index allows one current key a purpose: when another
   * replica was faster nothing is written, and what comes back is the other's key.
   */
  insertCurrent(key: StoredKey & { readonly status: "current" }): Promise<StoredKey>;
}

/** The steps of a rotation, in one transaction. Implemented by `lib/db`. */
export interface KeyChanges {
  /** The purpose of a key, whatever its status. */
  purposeOf(id: string): Promise<KeyPurpose | undefined>;
  /** Every key of the purpose, newest first. Until the transaction ends nobody else changes one of them. */
  lock(purpose: KeyPurpose): Promise<readonly StoredKey[]>;
  insertNext(key: StoredKey & { readonly status: "next" }): Promise<void>;
  /** Unique indexes allow one key a purpose of every status but `retired`, which also empties the private half. */
  setStatus(id: string, status: KeyStatus): Promise<void>;
}
