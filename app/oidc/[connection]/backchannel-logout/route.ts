import { answer } from "@/app/_http/handle";
import { formField, readForm } from "@/app/_http/read-body";
import { AppError } from "@/lib/errors/app-error";
import { Secret } from "@/lib/secret/secret";

/**
 * Where an OpenID provider posts logout tokens, from its own server (Back-Channel Logout 1.0, section 2.5). It answers
 * as section 2.8 asks: 200 or 400, and never to be cached.
 */
export const POST = answer<{ connection: string }>(async ({ request, params, rolebridge, origin }) => {
  const token = formField(await readForm(request), "logout_token");
  if (token === undefined || token === "") {
    throw new AppError("signout.token_refused", { reason: "token_missing" });
  }
  await rolebridge.signOut.acceptLogoutToken({
    slug: params.connection,
    logoutToken: new Secret(token),
    origin,
  });
  return new Response(null, { status: 200, headers: { "Cache-Control": "no-store" } });
});
