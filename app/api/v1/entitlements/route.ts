import { api, LIST_QUERY, parseQuery } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { entitlementView, pageView } from "@/app/_http/views";

/** What I may take now, and because of which grants. */
export const GET = api(async ({ actor, rolebridge, request }) => {
  const page = await rolebridge.access.listEntitlements(actor, parseQuery(LIST_QUERY, request.url));
  return json(pageView(page, entitlementView));
});
