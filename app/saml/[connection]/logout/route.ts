import { type Call, visit } from "@/app/_http/handle";
import { html } from "@/app/_http/html-page";
import { logoutPage } from "@/app/_http/logout-page";
import { formField, readForm } from "@/app/_http/read-body";
import { redirectTo } from "@/app/_http/redirect";
import { TARGET_HEADER } from "@/app/_http/request-headers";
import type { CarriedLogout } from "@/lib/saml/logout/verify-logout";

/** Twice what a message may decode to, for base64, line breaks and percent-encoding. */
const FORM_LIMIT = 128 * 1024;
const FIELDS = ["SAMLRequest", "SAMLResponse", "RelayState"] as const;

/** Where the page of somebody who is signed out says how far that went. */
const DONE = { success: "everywhere", partial: "partly", failed: "here" } as const;

/**
 * Single logout, for both bindings and both kinds of message. The browser may be anybody's and shows no cookie of ours
 * when another site posts: what ends is what the signed message names.
 */
export const GET = visit<{ connection: string }>(async (call) =>
  answered(call, { binding: "redirect", query: rawQuery(call.request) }),
);

export const POST = visit<{ connection: string }>(async (call) => {
  const form = await readForm(call.request, FORM_LIMIT);
  const fields: Partial<Record<(typeof FIELDS)[number], string>> = {};
  for (const name of FIELDS) {
    const value = formField(form, name);
    if (value !== undefined) fields[name] = value;
  }
  return answered(call, { binding: "post", fields });
});

/** As it was sent: the signature covers these bytes, and the address that Next gives was written anew. */
function rawQuery({ headers, url }: Request): string {
  const target = headers.get(TARGET_HEADER) ?? url;
  const start = target.indexOf("?");
  return start < 0 ? "" : target.slice(start + 1);
}

async function answered(
  { rolebridge, params, origin }: Call<{ connection: string }>,
  carried: CarriedLogout,
): Promise<Response> {
  const done = await rolebridge.signOut.acceptSamlLogout({ slug: params.connection, carried, origin });
  if (done.kind === "response") return redirectTo(`/signout?done=${DONE[done.status]}`);
  const { answer } = done;
  if (answer === undefined) return redirectTo("/signout?done=1");
  if (answer.method === "GET") return redirectTo(answer.url);
  return logoutPage(answer, {
    title: "Signed out of Rolebridge",
    main: html`<p>You are on your way back to your identity provider.</p>`,
    button: "Continue",
  });
}
