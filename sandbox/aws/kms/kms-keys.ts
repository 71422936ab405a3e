/**
 * Keys of AWS KMS: symmetric ones that wrap data keys. Owns key material, which never leaves it, and the encryption
 * context that every ciphertext is bound to.
 */
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import type { Account } from "../store/account";

export interface KmsKey {
  readonly arn: string;
  readonly accountId: string;
  enabled: boolean;
}

export type EncryptionContext = Readonly<Record<string, string>>;

const NONCE = 12;
const TAG = 16;
const ID = 16;

/** The order in which a context was written down is nothing. */
function canonical(context: EncryptionContext): Buffer {
  return Buffer.from(
    JSON.stringify(Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1))),
  );
}

export class KmsKeys {
  readonly #keys = new Map<string, KmsKey & { readonly material: Buffer; readonly id: Buffer }>();

  create(account: Account, region: string): KmsKey {
    const uuid = randomUUID();
    const arn = `arn:${account.partition.name}:kms:${region}:${account.accountId}:key/${uuid}`;
    const id = Buffer.from(uuid.replaceAll("-", ""), "hex");
    const key = { arn, accountId: account.accountId, enabled: true, material: randomBytes(32), id };
    this.#keys.set(arn, key);
    return key;
  }

  find(arn: string): KmsKey | undefined {
    return this.#keys.get(arn);
  }

  /** Ciphertext that names its key, as KMS's do. */
  encrypt(arn: string, plaintext: Buffer, context: EncryptionContext): Buffer {
    const key = this.#keys.get(arn);
    if (key === undefined) throw new Error(`there is no key ${arn}`);
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv("aes-256-gcm", key.material, nonce);
    cipher.setAAD(canonical(context));
    return Buffer.concat([key.id, nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  }

  /** Which key wrapped it; undefined for what no key here did. */
  keyOf(ciphertext: Buffer): KmsKey | undefined {
    if (ciphertext.length < ID + NONCE + TAG) return undefined;
    return [...this.#keys.values()].find(({ id }) => id.equals(ciphertext.subarray(0, ID)));
  }

  /** Undefined for another context or a changed byte. */
  decrypt(arn: string, ciphertext: Buffer, context: EncryptionContext): Buffer | undefined {
    const key = this.#keys.get(arn);
    if (key === undefined) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", key.material, ciphertext.subarray(ID, ID + NONCE));
    decipher.setAAD(canonical(context));
    decipher.setAuthTag(ciphertext.subarray(ciphertext.length - TAG));
    try {
      const body = ciphertext.subarray(ID + NONCE, ciphertext.length - TAG);
      return Buffer.concat([decipher.update(body), decipher.final()]);
    } catch {
      return undefined;
    }
  }
}
