import { createHash } from "node:crypto";

const SESSION_NAME = /^[A-Za-z0-9_+=,.@-]{2,64}$/;
const MAX = 64;
/** Hex characters of the hash, shortest first. The last leaves no room for anything else. */
const HASH_LENGTHS = [8, 16, 32, 64] as const;

/** Whether AWS takes this as RoleSessionName (User Guide: `[a-zA-Z_0-9+=,.@-]{2,64}`). */
export function isRoleSessionName(text: string): boolean {
  return SESSION_NAME.test(text);
}

/**
 * Names a person could have in AWS, best first: the username when AWS takes it as it is, else
 * something close to it with a hash of who they are, then longer hashes. All are valid for every
 * input. The hash covers connection and subject, so two people never have the same list, and the last
 * one is all hash: whoever took the others, it is free. The store gives the first that nobody has.
 *
 * @param subject stable key of the person within the connection; any text
 */
export function* sessionNameCandidates(
  username: string,
  connection: string,
  subject: string,
): Generator<string> {
  if (isRoleSessionName(username)) yield username;
  const readable = toAllowedCharacters(username);
  const hash = hashOf(connection, subject);
  for (const length of HASH_LENGTHS) {
    const suffix = hash.slice(0, length);
    const room = MAX - length - 1;
    yield room > 0 ? `${readable.slice(0, room)}-${suffix}` : suffix;
  }
}

/** `Zoë Müller (Ext.)` becomes `Zoe-Muller-Ext.`; what has no counterpart becomes `user`. */
function toAllowedCharacters(username: string): string {
  const readable = username
    .slice(0, MAX * 4)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9_+=,.@-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return readable === "" ? "user" : readable;
}

/** JSON keeps ("a", "bc") and ("ab", "c") apart, and two lone surrogates too, which UTF-8 alone would not. */
function hashOf(connection: string, subject: string): string {
  return createHash("sha256")
    .update(JSON.stringify([connection, subject]))
    .digest("hex");
}
