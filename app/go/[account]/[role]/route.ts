import { personOf } from "@/app/_http/actor";
import { visit } from "@/app/_http/handle";
import { html, htmlPage } from "@/app/_http/html-page";
import { pathOf, redirectTo, signInPath } from "@/app/_http/redirect";
import type { EntitlementView } from "@/lib/flows/use-cases";

/** What is typed or shown first has its place on the role's own page. */
function asksFirst({ requiresReason, needsMfa, stepUp }: EntitlementView): boolean {
  return requiresReason || needsMfa || (stepUp?.missing.length ?? 0) > 0;
}

/**
 * A link to share: signs in if needed and opens the console there. Nothing is issued by looking at it (previews and
 * prefetching follow links): the page holds a form to our own console action and sends it.
 */
export const GET = visit<{ account: string; role: string }>(async (call) => {
  const { request, rolebridge, origin, params } = call;
  const person = await personOf(request.headers, rolebridge, origin);
  if (person === undefined) return redirectTo(signInPath(pathOf(request)));
  const entitlement = await rolebridge.access.findEntitlement(person, params.account, params.role);
  const destination = new URL(request.url).searchParams.get("destination") ?? "";
  if (asksFirst(entitlement)) {
    const query = destination === "" ? "" : `?${new URLSearchParams({ destination })}`;
    return redirectTo(`/access/${entitlement.id}${query}`);
  }
  return htmlPage({
    title: `Opening ${entitlement.accountName}`,
    onLoad: "submit",
    main: html`<h1>Opening ${entitlement.accountName}</h1>
<p>As ${entitlement.roleName}.</p>
<form method="post" action="/console">
<input type="hidden" name="entitlementId" value="${entitlement.id}">
<input type="hidden" name="destination" value="${destination}">
<button>Open the AWS console</button>
</form>`,
  });
});
