const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Bytes of RFC 4648 base32 as authenticator apps exchange it: no case, padding and white space do not count. */
export function fromBase32(text: string): Buffer {
  const characters = text.replace(/[\s=]/g, "").toUpperCase();
  if (!/^[A-Z2-7]+$/.test(characters)) throw new Error("not base32");
  const bits = [...characters].map((character) => ALPHABET.indexOf(character).toString(2).padStart(5, "0"));
  return Buffer.from((bits.join("").match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Base32 without padding. */
export function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/[01]{1,5}/g) ?? [];
  return groups.map((group) => ALPHABET.charAt(Number.parseInt(group.padEnd(5, "0"), 2))).join("");
}
