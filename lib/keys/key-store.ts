/** What a key is for. A purpose never borrows another's key (I07). */
export type KeyPurpose = "aws-saml";

export type KeyStatus = "current" | "next" | "retired";

/** A signing key at rest: the private half is sealed (see `sealing.ts`), the certificate is public. */
export interface StoredKey {
  /** UUID. */
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly status: KeyStatus;
  readonly certificatePem: string;
  /** PKCS#8 DER, sealed for `signing-key/<purpose>` and this id. */
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
