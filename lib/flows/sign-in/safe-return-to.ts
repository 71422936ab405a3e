const HOME = "/";
const MAX_LENGTH = 2_048;

// A return to one of these would end in a loop, in JSON, or in signing out again.
const NOT_A_DESTINATION = /^\/(signin|signout|saml|oidc|api|aws|\.well-known)(\/|$)/;
// Backslashes count as slashes in browsers; control characters and spaces are dropped or cut by them.
const SUSPICIOUS = /[\\\p{Cc}\p{Cf}\p{Z}]/u;

/** Once more decoded, since something between us and the browser may do so (`/%2f/evil`, `/%09/evil`). */
function decodesToSuspicious(path: string): boolean {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.startsWith("//") || /[\\\p{Cc}\p{Zl}\p{Zp}]/u.test(decoded);
  } catch {
    return true;
  }
}

/**
 * Where to go after sign-in: a path of ours, with query and fragment; everything else becomes `/` (S50).
 * Judged after a URL parser resolved it, because `/..//evil` is a path only before that.
 * @param origin our own, e.g. `https://rolebridge.example.com`
 */
export function safeReturnTo(origin: string, returnTo: string | undefined): string {
  if (!returnTo?.startsWith("/") || returnTo.length > MAX_LENGTH || SUSPICIOUS.test(returnTo)) return HOME;
  if (!URL.canParse(returnTo, origin)) return HOME;
  const url = new URL(returnTo, origin);
  const leavesUs = url.origin !== origin || url.pathname.startsWith("//") || url.username !== "";
  if (leavesUs || decodesToSuspicious(url.pathname) || NOT_A_DESTINATION.test(url.pathname)) return HOME;
  return `${url.pathname}${url.search}${url.hash}`;
}
