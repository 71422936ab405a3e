import { randomBytes } from "node:crypto";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function base32(length: number): string {
  return Array.from(randomBytes(length), (byte) => BASE32.charAt(byte % 32)).join("");
}

/** IAM unique ids: a four-letter kind and 17 more characters. */
export function uniqueId(kind: "AROA" | "AIDA" | "ANPA"): string {
  return kind + base32(17);
}

/**
 * Access key ids: `AKIA` for users, `ASIA` for sessions, 20 characters. Like AWS's they hold the account's number: of the
 * 80 bits after the kind the first is spare and the next 40 are the number, which is how GetAccessKeyInfo can answer for
 * keys that are long gone.
 */
export function accessKeyId(kind: "AKIA" | "ASIA", accountId: string): string {
  const random = BigInt(`0x${randomBytes(5).toString("hex")}`) & ((1n << 39n) - 1n);
  // "Q" and on: real ids of this format have the first bit set.
  const bits = (1n << 79n) | (BigInt(accountId) << 39n) | random;
  const text = Array.from({ length: 16 }, (_, index) =>
    BASE32.charAt(Number((bits >> BigInt(75 - 5 * index)) & 31n)),
  );
  return kind + text.join("");
}

/** The account's number inside an access key id; nothing when the id is not of AWS's present format. */
export function accountOfAccessKey(id: string): string | undefined {
  if (!/^(AKIA|ASIA)[Q-Z2-7][A-Z2-7]{15}$/.test(id)) return undefined;
  const bits = [...id.slice(4)].reduce(
    (sum, character) => (sum << 5n) | BigInt(BASE32.indexOf(character)),
    0n,
  );
  return String((bits >> 39n) & ((1n << 40n) - 1n)).padStart(12, "0");
}

/** 40 characters of base64. */
export function secretAccessKey(): string {
  return randomBytes(30).toString("base64");
}

/** Id of a private key with which a provider's assertions are decrypted. */
export function privateKeyId(): string {
  return base32(32);
}

/** Id of a provider's own sign-in URL. */
export function samlAcsId(): string {
  return `SAMLSP${base32(16)}`;
}
