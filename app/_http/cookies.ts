/** Attributes every cookie of ours has: `__Host-` demands Secure, Path=/ and no Domain. */
const ALWAYS = "Path=/; HttpOnly; Secure; SameSite=Lax";

/** Names and values of the request's cookies; of two with one name the first counts. */
export function requestCookies(headers: Headers): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, equals).trim();
    if (equals > 0 && !cookies.has(name)) cookies.set(name, pair.slice(equals + 1).trim());
  }
  return cookies;
}

/**
 * A `Set-Cookie` value.
 * @param value characters that need no encoding in a cookie: base64url, `.` and `~`
 */
export function setCookie(name: string, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}; ${ALWAYS}`;
}

export function clearCookie(name: string): string {
  return `${name}=; Max-Age=0; ${ALWAYS}`;
}
