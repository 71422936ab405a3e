import { randomBytes } from "node:crypto";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function base32(length: number): string {
  return Array.from(randomBytes(length), (byte) => BASE32.charAt(byte % 32)).join("");
}

/** IAM unique ids: a four-letter kind and 17 more characters. */
export function uniqueId(kind: "AROA" | "AIDA"): string {
  return kind + base32(17);
}

/** Access key ids: `AKIA` for users, `ASIA` for sessions, 20 characters. */
export function accessKeyId(kind: "AKIA" | "ASIA"): string {
  return kind + base32(16);
}

/** 40 characters of base64. */
export function secretAccessKey(): string {
  return randomBytes(30).toString("base64");
}

/** Id of a provider's own sign-in URL. */
export function samlAcsId(): string {
  return `SAMLSP${base32(16)}`;
}
