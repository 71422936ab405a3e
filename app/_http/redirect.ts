/**
 * Sends the browser on with GET, whatever it came with.
 * @param location an absolute address, or a path on our origin
 * @param cookies `Set-Cookie` values
 */
export function redirectTo(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ Location: asHeader(location), "Cache-Control": "no-store" });
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** A path may hold any character of a role's name; a header may not. */
function asHeader(location: string): string {
  if (!location.startsWith("/")) return location;
  const { pathname, search, hash } = new URL(location, "https://path.invalid");
  return pathname + search + hash;
}

/** Address of the sign-in page that leads back to a path of ours. */
export function signInPath(returnTo: string): string {
  return returnTo === "/" ? "/signin" : `/signin?${new URLSearchParams({ returnTo })}`;
}

/** The path and query of a request, for coming back to it. */
export function pathOf(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return pathname + search;
}
