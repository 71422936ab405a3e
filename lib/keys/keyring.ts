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
export interface PublishedKey {
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly status: StoredKey["status"];
  /** Base64 DER, as in `ds:X509Certificate`. */
  readonly certificate: string;
  readonly certificatePem: string;
  readonly subject: string;
  /** Hex, lower case, of the DER certificate. */
  readonly sha256: string;
  readonly notAfter: Date;
  readonly createdAt: Date;
}

export interface Keyring {
  current(): Promise<OpenedSigningKey>;
  /** Current, next and retired keys, newest first; read afresh, so that replicas agree. */
  published(): Promise<readonly PublishedKey[]>;
  /** Whether this process made the key: first start, worth an audit event. */
  readonly madeKey: boolean;
}

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

/**
 * Opens the current key, or makes the first one. A key that does not open stops the start: making a
 * new one would silently break the trust of every AWS account (K04).
 *
 * @throws AppError `keys.cannot_open`
 */
export async function openKeyring(options: KeyringOptions): Promise<Keyring> {
  const { store, sealer, purpose } = options;
  const existing = await store.current(purpose);
  const made = existing === undefined ? await makeFirstKey(options) : undefined;
  const stored = existing ?? made?.stored;
  if (stored === undefined) throw new AppError("keys.cannot_open", { reason: "no_current_key" });
  const opened = openKey(stored, sealer);
  return {
    madeKey: made?.ours ?? false,
    current: async () => opened,
    published: async () => (await store.list(purpose)).map(publish),
  };
}

async function makeFirstKey(options: KeyringOptions): Promise<{ stored: StoredKey; ours: boolean }> {
  const { store, sealer, purpose, commonName, clock, newId } = options;
  const now = clock.now();
  const id = newId();
  const made = await makeSigningKey(commonName, now);
  const privateKeySealed = sealer.seal(placeOf(purpose, id), made.privateKeyPkcs8);
  made.privateKeyPkcs8.fill(0);
  const stored = await store.insertCurrent({
    id,
    purpose,
    status: "current",
    certificatePem: made.certificatePem,
    privateKeySealed,
    notAfter: made.notAfter,
    createdAt: now,
  });
  return { stored, ours: stored.id === id };
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

function publish(stored: StoredKey): PublishedKey {
  const certificate = new X509Certificate(stored.certificatePem);
  return {
    id: stored.id,
    purpose: stored.purpose,
    status: stored.status,
    certificate: certificate.raw.toString("base64"),
    certificatePem: stored.certificatePem,
    subject: certificate.subject,
    sha256: certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
    notAfter: stored.notAfter,
    createdAt: stored.createdAt,
  };
}

function placeOf(purpose: KeyPurpose, id: string): SealedPlace {
  return { purpose: `signing-key/${purpose}`, id };
}
