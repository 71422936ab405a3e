import { personOf } from "@/app/_http/actor";
import { type Call, ownForm, visit } from "@/app/_http/handle";
import { html, htmlPage } from "@/app/_http/html-page";
import { formField, readForm } from "@/app/_http/read-body";
import { redirectTo } from "@/app/_http/redirect";
import { browserBinding } from "@/app/_http/sign-in-cookie";
import { signedIn } from "@/app/_http/signed-in";
import { withVisibleCharacters } from "@/app/_ui/hidden-characters";
import { AppError } from "@/lib/errors/app-error";
import type { WaitingSignIn } from "@/lib/flows/use-cases";
import { Secret } from "@/lib/secret/secret";

/** The same-site page after the identity provider: finds the verified login by its one-time id and the cookie. */
export const GET = visit((call) =>
  complete(call, handleOf(new URL(call.request.url).searchParams.get("id")), false),
);

/** "Yes, that is me", after a sign-in that the identity provider began. */
export const POST = ownForm(async (call) => {
  const form = await readForm(call.request);
  return complete(call, handleOf(formField(form, "id") ?? null), true);
});

async function complete(call: Call, handle: Secret, consented: boolean): Promise<Response> {
  const done = await call.rolebridge.signIn.completeSignIn({
    handle,
    browserBinding: browserBinding(call.request.headers),
    consented,
    actor: await personOf(call.request.headers, call.rolebridge, call.origin),
    origin: call.origin,
  });
  if (!("waitsFor" in done)) return done.isKept ? redirectTo(done.returnTo) : signedIn(call, done);
  if (done.waitsFor === "consent") return consentPage(handle, done);
  const slug = encodeURIComponent(done.connection.slug);
  return redirectTo(`/admin/connections/${slug}/test?${new URLSearchParams({ id: handle.reveal() })}`);
}

function handleOf(id: string | null): Secret {
  if (id === null || !/^[\w-]{1,128}$/.test(id)) {
    throw new AppError("signin.request_unknown", { reason: "handle_malformed" });
  }
  return new Secret(id);
}

/**
 * Whoever can make a browser post could sign it in as somebody else and watch what it does there, so the
 * person is asked, by name, before anything happens.
 */
function consentPage(handle: Secret, person: WaitingSignIn): Response {
  const { connection } = person;
  // A name that reads as somebody else's would undo the question.
  const username = withVisibleCharacters(person.username);
  const displayName = withVisibleCharacters(person.displayName);
  return htmlPage({
    title: "Is this you?",
    main: html`<h1>Is this you?</h1>
<p>${connection.displayName} wants to sign you in as <strong>${displayName}</strong> (${username}).</p>
<form method="post" action="/signin/complete">
<input type="hidden" name="id" value="${handle.reveal()}">
<button>Yes, sign in as ${username}</button>
</form>
<p><a href="/signin">No, this is not me</a></p>`,
  });
}
