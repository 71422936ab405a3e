import { personOf } from "@/app/_http/actor";
import { ownForm } from "@/app/_http/handle";
import { html } from "@/app/_http/html-page";
import { logoutPage } from "@/app/_http/logout-page";
import { redirectTo } from "@/app/_http/redirect";
import { clearedSessionCookie } from "@/app/_http/session-cookie";
import type { ProviderSignOut } from "@/lib/flows/sign-out/sign-out-use-cases";

/** `POST /signout`; `before-next.ts` leads it here. Harmless when nobody is signed in. */
export const POST = ownForm(async ({ request, rolebridge, origin }) => {
  const person = await personOf(request.headers, rolebridge, origin);
  const onward = person && (await rolebridge.signOut.everywhere(person));
  // Not to /signin: with a single connection it leads on at once, and the person would be signed in again.
  const response = onward ? leaving(onward) : redirectTo("/signout?done=1");
  response.headers.append("Set-Cookie", clearedSessionCookie());
  // Takes pages with credentials out of the back button's reach.
  response.headers.set("Clear-Site-Data", '"cache", "storage"');
  return response;
});

/** Says first that the person is signed out here, for the case that the identity provider never answers. */
function leaving({ displayName, message }: ProviderSignOut): Response {
  return logoutPage(message, {
    title: "You are signed out of Rolebridge",
    main: html`<p>One more step ends your session at ${displayName}, so that signing in again asks who you are.</p>`,
    button: `Sign out at ${displayName}`,
  });
}
