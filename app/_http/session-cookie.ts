import { decode, encode } from "next-auth/jwt";
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
    const token = await decode({ token: value, secret: secret.reveal(), salt: SESSION_COOKIE });
    return typeof token?.sid === "string" ? token.sid : undefined;
  } catch {
    // Any cookie that does not open is a signed-out visitor's.
    return undefined;
  }
}

export function clearedSessionCookie(): string {
  return clearCookie(SESSION_COOKIE);
}
