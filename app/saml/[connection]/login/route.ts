import { z } from "zod";
import { personOf } from "@/app/_http/actor";
import { parseQuery } from "@/app/_http/api";
import { visit } from "@/app/_http/handle";
import { html, htmlPage } from "@/app/_http/html-page";
import { redirectTo } from "@/app/_http/redirect";
import { startBinding } from "@/app/_http/sign-in-cookie";
import type { Partition } from "@/lib/aws/partition";
import type { SamlStart } from "@/lib/flows/use-cases";

/** All there are: the type checker says when one is missing. */
const PARTITIONS = {
  aws: true,
  "aws-cn": true,
  "aws-us-gov": true,
  "aws-eusc": true,
  "aws-iso": true,
  "aws-iso-b": true,
  "aws-iso-e": true,
  "aws-iso-f": true,
} satisfies Record<Partition, true>;

const QUERY = z.object({
  returnTo: z.string().optional(),
  purpose: z.enum(["session", "test"]).default("session"),
  /** What somebody who is signed in must show anew. */
  stepUp: z.enum(["sign_in", "mfa"]).optional(),
  /** The partition whose AWS the identity provider's assertion shall be for. */
  relay: z.enum(Object.keys(PARTITIONS) as Partition[]).optional(),
});

/** Start of SAML sign-in, by redirect or POST binding as the identity provider asks. */
export const GET = visit<{ connection: string }>(async (call) => {
  const { returnTo, purpose, relay, stepUp } = parseQuery(QUERY, call.request.url);
  const { binding, setCookie } = startBinding(call.request.headers, call.rolebridge.settings.signInMinutes);
  const start = await call.rolebridge.signIn.startSaml({
    slug: call.params.connection,
    returnTo,
    purpose,
    relay,
    stepUp,
    browserBinding: binding,
    actor: await personOf(call.request.headers, call.rolebridge, call.origin),
    origin: call.origin,
  });
  return start.method === "GET" ? redirectTo(start.url, [setCookie]) : postPage(start, setCookie);
});

function postPage(start: Extract<SamlStart, { method: "POST" }>, cookie: string): Response {
  const { SAMLRequest, RelayState } = start.fields;
  const relayState = html`<input type="hidden" name="RelayState" value="${RelayState ?? ""}">`;
  return htmlPage({
    title: "Signing in",
    onLoad: "submit",
    // Identity providers lead on to addresses of their own choice, and browsers hold redirects to this as well.
    formAction: ["https:", new URL(start.url).origin],
    headers: { "Set-Cookie": cookie, "Referrer-Policy": "no-referrer" },
    main: html`<h1>Going to your identity provider</h1>
<form method="post" action="${start.url}">
<input type="hidden" name="SAMLRequest" value="${SAMLRequest}">${RelayState === undefined ? "" : relayState}
<button>Continue</button>
</form>`,
  });
}
