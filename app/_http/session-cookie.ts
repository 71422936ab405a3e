import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { jwtDecrypt } from "jose";
import { encode } from "next-auth/jwt";
import type { Secret } from "@/lib/secret/secret";
import { clearCookie, setCookie } from "./cookies";

export const SESSION_COOKIE = "__Host-rolebridge.session";

/**
 * The cookie that carries an app session: next-auth's encrypted JWT holding the id and nothing else, so that
 * groups and roles can never be stale in a browser and the row can be revoked.
 * @returns a `Set-Cookie` value
 */
export async function sessionCookie(
  appSessionId: string,
  expiresAt: Date,
  secret: Secret,
  now: Date = new Date(),
): Promise<string> {
  const maxAge = Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / 1000));
  // The salt makes this a key of its own: no other encrypted cookie can be passed off as a session.
  const value = await encode({
    token: { sid: appSessionId },
    secret: secret.reveal(),
    salt: SESSION_COOKIE,
    maxAge,
  });
  return setCookie(SESSION_COOKIE, value, maxAge);
}

/** The app session's id; undefined when the cookie is not ours, was changed, or is too old. */
export async function appSessionIdOf(value: string | undefined, secret: Secret): Promise<string | undefined> {
  if (value === undefined || value === "") return undefined;
  try {
    const { payload } = await jwtDecrypt(value, keyFor(secret), READING);
    return typeof payload.sid === "string" ? payload.sid : undefined;
  } catch {
    // Any cookie that does not open is a signed-out visitor's.
    return undefined;
  }
}

/** What next-auth writes, and nothing else that the key could open; its tolerance in seconds. */
const READING = {
  keyManagementAlgorithms: ["dir"],
  contentEncryptionAlgorithms: ["A256GCM"],
  clockTolerance: 15,
};

const keys = new WeakMap<Secret, KeyObject>();

/** next-auth's key (HKDF, as in its `jwt/index.js`). Its own `decode` derives it anew for every request. */
function keyFor(secret: Secret): KeyObject {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const purpose = `NextAuth.js Generated Encryption Key (${SESSION_COOKIE})`;
  const bytes = hkdfSync("sha256", secret.reveal(), SESSION_COOKIE, purpose, 32);
  const key = createSecretKey(Buffer.from(bytes));
  keys.set(secret, key);
  return key;
}

export function clearedSessionCookie(): string {
  return clearCookie(SESSION_COOKIE);
}
