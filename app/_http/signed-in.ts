import type { SignedIn } from "@/lib/flows/use-cases";
import { personOf } from "./actor";
import type { Call } from "./handle";
import { redirectTo } from "./redirect";
import { sessionCookie } from "./session-cookie";

/**
 * The answer to a completed sign-in: our session cookie and the way back. A session this browser had before
 * ends, so that no forgotten one stays behind.
 */
export async function signedIn(
  { request, rolebridge, origin }: Pick<Call, "request" | "rolebridge" | "origin">,
  done: SignedIn,
  cookies: readonly string[] = [],
): Promise<Response> {
  const before = await personOf(request.headers, rolebridge, origin);
  if (before !== undefined) await rolebridge.sessions.signOut(before);
  const session = await sessionCookie(done.appSessionId, done.expiresAt, rolebridge.settings.cookieSecret);
  return redirectTo(done.returnTo, [...cookies, session]);
}
