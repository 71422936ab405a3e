/**
 * The signing keys: made at first start, sealed at rest, opened once and kept prepared.
 * This room knows neither SAML nor JWT; it hands out a `KeyObject` and its certificate.
 * A private key has no way out of here as text.
 */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { AppError } from "../errors/app-error";
import type { KeyPurpose, KeyStore, StoredKey } from "./key-store";
import type { SealedPlace, Sealer } from "./sealing";
import { makeSigningKey } from "./signing-key";

/** A key ready to sign. Prepared once: importing a PEM costs three times the signature itself. */
export interface OpenedSigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  /** Base64 DER, as in `ds:X509Certificate`. */
  readonly certificate: string;
}

/** What may be shown of a key. */
export interface PublicKey {
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly status: StoredKey["status"];
  /** Base64 DER, as in `ds:X509Certificate`. */
  readonly certificate: string;
  readonly certificatePem: string;
  readonly publicKey: KeyObject;
  readonly subject: string;
  /** Hex, lower case, of the DER certificate. */
  readonly sha256: string;
  readonly notAfter: Date;
  readonly createdAt: Date;
}

export interface Keyring {
  /**
   * The key to sign with. Asks the database again after two seconds, so that every replica follows a rotation
   * without a restart, and a busy one does not ask for every signature.
   * @throws AppError `keys.cannot_open`
   */
  current(): Promise<OpenedSigningKey>;
  /** What AWS may know: the current key first, then the next or the previous one; never a retired one. */
  published(): Promise<readonly PublicKey[]>;
  /** Every key there ever was, newest first; for administrators. */
  all(): Promise<readonly PublicKey[]>;
  /** Makes and seals a key; storing it is the caller's. Half a second for RSA: never inside a transaction. */
  newKey<Status extends "current" | "next">(status: Status): Promise<StoredKey & { readonly status: Status }>;
  /** Whether this process made the key: first start, worth an audit event. */
  readonly madeKey: boolean;
}

export type Keyrings = Readonly<Record<KeyPurpose, Keyring>>;

export interface KeyringOptions {
  readonly store: KeyStore;
  readonly sealer: Sealer;
  readonly purpose: KeyPurpose;
  /** Common name of a certificate made now, e.g. the host. */
  readonly commonName: string;
  readonly clock: { now(): Date };
  /** UUIDs. */
  readonly newId: () => string;
}

const RECHECK_MS = 2_000;

/**
 * Opens every key that is still of use, or makes the first one. A key that does not open stops the start: making
 * a new one would silently break the trust of every AWS account (K04), and a next key that does not open would
 * break it on the day it becomes current.
 *
 * @throws AppError `keys.cannot_open`
 */
export async function openKeyring(options: KeyringOptions): Promise<Keyring> {
  const { store, sealer, purpose } = options;
  const existing = await store.current(purpose);
  const made = existing === undefined ? await makeFirstKey(options) : undefined;
  for (const key of await store.list(purpose)) if (key.status !== "retired") openKey(key, sealer);
  const opened = openKey(required(existing ?? made?.stored), sealer);
  return {
    madeKey: made?.ours ?? false,
    current: followCurrent(options, opened),
    published: async () =>
      (await store.list(purpose))
        .filter(({ status }) => status !== "retired")
        .sort((one, other) => Number(other.status === "current") - Number(one.status === "current"))
        .map(publicHalf),
    all: async () => (await store.list(purpose)).map(publicHalf),
    newKey: (status) => makeKey(options, status),
  };
}

function required(stored: StoredKey | undefined): StoredKey {
  if (stored === undefined) throw new AppError("keys.cannot_open", { reason: "no_current_key" });
  return stored;
}

function followCurrent(
  { store, sealer, purpose, clock }: KeyringOptions,
  first: OpenedSigningKey,
): Keyring["current"] {
  let opened = first;
  let checkedAt = clock.now().getTime();
  let checking: Promise<OpenedSigningKey> | undefined;
  const check = async () => {
    const now = clock.now().getTime();
    const stored = required(await store.current(purpose));
    if (stored.id !== opened.id) opened = openKey(stored, sealer);
    checkedAt = now;
    return opened;
  };
  return async () => {
    const age = clock.now().getTime() - checkedAt;
    // A clock that was set back must not mean that nobody looks for an hour.
    if (age >= 0 && age < RECHECK_MS) return opened;
    checking ??= check().finally(() => {
      checking = undefined;
    });
    return checking;
  };
}

async function makeKey<Status extends "current" | "next">(
  { sealer, purpose, commonName, clock, newId }: KeyringOptions,
  status: Status,
): Promise<StoredKey & { readonly status: Status }> {
  const now = clock.now();
  const id = newId();
  const made = await makeSigningKey(purpose, commonName, now);
  const privateKeySealed = sealer.seal(placeOf(purpose, id), made.privateKeyPkcs8);
  made.privateKeyPkcs8.fill(0);
  const { certificatePem, notAfter } = made;
  return { id, purpose, status, certificatePem, privateKeySealed, notAfter, createdAt: now };
}

async function makeFirstKey(options: KeyringOptions): Promise<{ stored: StoredKey; ours: boolean }> {
  const made = await makeKey(options, "current");
  const stored = await options.store.insertCurrent(made);
  return { stored, ours: stored.id === made.id };
}

function openKey(stored: StoredKey, sealer: Sealer): OpenedSigningKey {
  const der = sealer.open(placeOf(stored.purpose, stored.id), stored.privateKeySealed);
  try {
    const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    const certificate = new X509Certificate(stored.certificatePem);
    // The certificate is not sealed; a replaced one would have us publish a key that is not ours.
    if (!certificate.checkPrivateKey(privateKey)) {
      throw new AppError("keys.cannot_open", { reason: "certificate_of_another_key" });
    }
    return { id: stored.id, privateKey, certificate: certificate.raw.toString("base64") };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("keys.cannot_open", { cause, reason: "key_unreadable" });
  } finally {
    der.fill(0);
  }
}

/** Of a key whose change is in a transaction, as of one that was read. */
export function publicHalf(stored: StoredKey): PublicKey {
  const certificate = new X509Certificate(stored.certificatePem);
  return {
    id: stored.id,
    purpose: stored.purpose,
    status: stored.status,
    certificate: certificate.raw.toString("base64"),
    certificatePem: stored.certificatePem,
    publicKey: certificate.publicKey,
    subject: certificate.subject,
    sha256: certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
    notAfter: stored.notAfter,
    createdAt: stored.createdAt,
  };
}

function placeOf(purpose: KeyPurpose, id: string): SealedPlace {
  return { purpose: `signing-key/${purpose}`, id };
}
