import { personOf } from "@/app/_http/actor";
import { ownForm } from "@/app/_http/handle";
import { redirectTo } from "@/app/_http/redirect";
import { clearedSessionCookie } from "@/app/_http/session-cookie";

/** `POST /signout`; `proxy.ts` leads it here. Harmless when nobody is signed in. */
export const POST = ownForm(async ({ request, rolebridge, origin }) => {
  const person = await personOf(request.headers, rolebridge, origin);
  if (person !== undefined) await rolebridge.sessions.signOut(person);
  // Not to /signin: with a single connection it leads on at once, and the person would be signed in again.
  const response = redirectTo("/signout?done=1", [clearedSessionCookie()]);
  // Takes pages with credentials out of the back button's reach.
  response.headers.set("Clear-Site-Data", '"cache", "storage"');
  return response;
});
