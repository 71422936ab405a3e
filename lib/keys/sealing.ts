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
  /** @returns version byte, nonce (12 bytes), ciphertext, tag (16 bytes) */
  seal(place: SealedPlace, plaintext: Uint8Array): Buffer;
  /** @throws AppError `keys.cannot_open` for another place, another sealing key, or a changed byte */
  open(place: SealedPlace, sealed: Uint8Array): Buffer;
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALING_KEY_BYTES = 32;

/**
 * AES-256-GCM under a key derived per purpose (HKDF-SHA256, RFC 5869), bound to its place by the
 * additional data. Nonces come straight from the system's generator and not through a port: a
 * repeated nonce would give the key away, so no caller may choose it.
 *
 * @param sealingKey base64 of 32 bytes
 * @throws AppError `keys.sealing_key_invalid`
 */
export function createSealer(sealingKey: Secret): Sealer {
  const master = decodeSealingKey(sealingKey);
  const keys = new Map<SealingPurpose, Buffer>();
  const keyFor = (purpose: SealingPurpose): Buffer => {
    const known = keys.get(purpose);
    if (known !== undefined) return known;
    const derived = Buffer.from(
      hkdfSync("sha256", master, Buffer.alloc(0), `rolebridge/sealing/${purpose}`, SEALING_KEY_BYTES),
    );
    keys.set(purpose, derived);
    return derived;
  };

  return {
    seal(place, plaintext) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", keyFor(place.purpose), nonce, {
        authTagLength: TAG_BYTES,
      });
      cipher.setAAD(additionalData(place));
      const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, ciphertext, cipher.getAuthTag()]);
    },

    open(place, sealed) {
      const bytes = Buffer.from(sealed);
      if (bytes.length < 1 + NONCE_BYTES + TAG_BYTES || bytes[0] !== VERSION) {
        throw new AppError("keys.cannot_open", { reason: "sealed_format_unknown" });
      }
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const ciphertext = bytes.subarray(1 + NONCE_BYTES, bytes.length - TAG_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", keyFor(place.purpose), nonce, {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(additionalData(place));
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
      } catch (cause) {
        throw new AppError("keys.cannot_open", { cause, reason: "sealed_authentication_failed" });
      }
    },
  };
}

/** NUL cannot stand in a purpose, and ids are what remains: no two places give the same bytes. */
function additionalData(place: SealedPlace): Buffer {
  return Buffer.from(`${VERSION}\0${place.purpose}\0${place.id}`, "utf8");
}

function decodeSealingKey(sealingKey: Secret): Buffer {
  const text = sealingKey.reveal().trim();
  const bytes = Buffer.from(text, "base64");
  const isBase64 = /^[A-Za-z0-9+/]{43}=?$/.test(text);
  if (!isBase64 || bytes.length !== SEALING_KEY_BYTES) throw new AppError("keys.sealing_key_invalid");
  return bytes;
}
