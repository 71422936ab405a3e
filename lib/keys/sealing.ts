import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "../errors/app-error";
import type { Secret } from "../secret/secret";
import type { KeyPurpose } from "./key-store";

/** What may lie sealed in the database. Each has a key of its own, so that one kind never opens as another. */
export type SealingPurpose =
  | `signing-key/${KeyPurpose}`
  | "connection/client-secret"
  | "access-key/secret"
  | "relayed-assertion";

/** Where a sealed value lies. It opens there and nowhere else: rows cannot be swapped (K02). */
export interface SealedPlace {
  readonly purpose: SealingPurpose;
  /** Id of the row. */
  readonly id: string;
}

export interface Sealer {
  /** @returns version byte, id of the sealing key (8 bytes), nonce (12 bytes), ciphertext, tag (16 bytes) */
  seal(place: SealedPlace, plaintext: Uint8Array): Buffer;
  /** @throws AppError `keys.cannot_open` for another place, another sealing key, or a changed byte */
  open(place: SealedPlace, sealed: Uint8Array): Buffer;
}

/** A key that seals: 32 bytes, and what names it in front of everything it sealed. */
export interface SealingKey {
  /** 16 hexadecimal digits, derived from the bytes: the same key has the same id wherever it is configured. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** A sealer whose keys can change while it is used. */
export interface SealingRing extends Sealer {
  /** From now on seals with the key of this id and opens with all of them. */
  load(keys: readonly SealingKey[], sealWith: string): void;
}

const VERSION = 2;
/** Without the id of its key. Written by versions before sealing keys could change; still opened. */
const VERSION_WITHOUT_ID = 1;
const ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALING_KEY_BYTES = 32;

/** @param bytes 32 random ones */
export function sealingKeyOf(bytes: Uint8Array): SealingKey {
  const id = hkdfSync("sha256", bytes, Buffer.alloc(0), "rolebridge/sealing-key-id", ID_BYTES);
  return { id: Buffer.from(id).toString("hex"), bytes: Buffer.from(bytes) };
}

/**
 * @param sealingKey base64 of 32 bytes
 * @throws AppError `keys.sealing_key_invalid`
 */
export function configuredSealingKey(sealingKey: Secret): SealingKey {
  const text = sealingKey.reveal().trim();
  const bytes = Buffer.from(text, "base64");
  const isBase64 = /^[A-Za-z0-9+/]{43}=?$/.test(text);
  if (!isBase64 || bytes.length !== SEALING_KEY_BYTES) throw new AppError("keys.sealing_key_invalid");
  return sealingKeyOf(bytes);
}

/**
 * A sealer with one key, which never changes.
 * @param sealingKey base64 of 32 bytes
 * @throws AppError `keys.sealing_key_invalid`
 */
export function createSealer(sealingKey: Secret): Sealer {
  const key = configuredSealingKey(sealingKey);
  const ring = createSealingRing();
  ring.load([key], key.id);
  return ring;
}

/**
 * AES-256-GCM under a key derived per purpose (HKDF-SHA256, RFC 5869), bound to its place and its sealing key by
 * the additional data. Nonces come straight from the system's generator and not through a port: a
 * repeated nonce would give the key away, so no caller may choose it. Seals and opens nothing before it is given keys.
 */
export function createSealingRing(): SealingRing {
  let keys: ReadonlyMap<string, SealingKey> = new Map();
  let sealWith = "";
  const derived = new Map<string, Buffer>();
  const keyFor = (key: SealingKey, purpose: SealingPurpose): Buffer => {
    const name = `${key.id} ${purpose}`;
    const known = derived.get(name);
    if (known !== undefined) return known;
    const made = Buffer.from(
      hkdfSync("sha256", key.bytes, Buffer.alloc(0), `rolebridge/sealing/${purpose}`, SEALING_KEY_BYTES),
    );
    derived.set(name, made);
    return made;
  };

  return {
    load(given, current) {
      keys = new Map(given.map((key) => [key.id, key]));
      sealWith = current;
    },

    seal(place, plaintext) {
      const key = required(keys.get(sealWith), sealWith);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", keyFor(key, place.purpose), nonce, {
        authTagLength: TAG_BYTES,
      });
      cipher.setAAD(additionalData(place, key.id));
      const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      const head = Buffer.concat([Buffer.of(VERSION), Buffer.from(key.id, "hex"), nonce]);
      return Buffer.concat([head, ciphertext, cipher.getAuthTag()]);
    },

    open(place, sealed) {
      const bytes = Buffer.from(sealed);
      const keyId = sealingKeyIdIn(bytes);
      if (keyId !== undefined) {
        const key = required(keys.get(keyId), keyId);
        return decrypt(
          keyFor(key, place.purpose),
          bytes.subarray(1 + ID_BYTES),
          additionalData(place, keyId),
        );
      }
      for (const key of keys.values()) {
        const opened = tried(() =>
          decrypt(keyFor(key, place.purpose), bytes.subarray(1), additionalData(place)),
        );
        if (opened !== undefined) return opened;
      }
      throw new AppError("keys.cannot_open", { reason: "sealed_authentication_failed" });
    },
  };
}

/**
 * Which key sealed it; undefined for what was sealed before keys had ids.
 * @throws AppError `keys.cannot_open` for what was never sealed
 */
export function sealingKeyIdIn(sealed: Uint8Array): string | undefined {
  const bytes = Buffer.from(sealed);
  const [version] = bytes;
  const idBytes = version === VERSION ? ID_BYTES : 0;
  const isKnown = version === VERSION || version === VERSION_WITHOUT_ID;
  if (!isKnown || bytes.length < 1 + idBytes + NONCE_BYTES + TAG_BYTES) {
    throw new AppError("keys.cannot_open", { reason: "sealed_format_unknown" });
  }
  return version === VERSION ? bytes.subarray(1, 1 + ID_BYTES).toString("hex") : undefined;
}

function required(key: SealingKey | undefined, id: string): SealingKey {
  if (key !== undefined) return key;
  throw new AppError("keys.cannot_open", {
    reason: "sealing_key_unknown",
    detail: `It needs the sealing key ${id}.`,
  });
}

function tried(open: () => Buffer): Buffer | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

/** @param bytes nonce, ciphertext, tag */
function decrypt(key: Buffer, bytes: Buffer, aad: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  try {
    const ciphertext = bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch (cause) {
    throw new AppError("keys.cannot_open", { cause, reason: "sealed_authentication_failed" });
  }
}

/** NUL cannot stand in a purpose or a key's id, and ids of rows are what remains: no two places give the same bytes. */
function additionalData({ purpose, id }: SealedPlace, keyId?: string): Buffer {
  const head = keyId === undefined ? `${VERSION_WITHOUT_ID}` : `${VERSION}\0${keyId}`;
  return Buffer.from(`${head}\0${purpose}\0${id}`, "utf8");
}
