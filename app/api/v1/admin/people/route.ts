import { api, LIST_QUERY, parseQuery } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { pageView, personView } from "@/app/_http/views";

/** Everybody who ever signed in, as their identity provider described them last. */
export const GET = api(async ({ actor, rolebridge, request }) =>
  json(pageView(await rolebridge.admin.people(actor, parseQuery(LIST_QUERY, request.url)), personView)),
);
