import { api, LIST_QUERY, parseQuery } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { readJson } from "@/app/_http/read-body";
import { accessKeyView, pageView } from "@/app/_http/views";

/** Keys of IAM users, for the kinds of targets that need one. */
export const GET = api(async ({ actor, rolebridge, request }) => {
  const page = await rolebridge.admin.accessKeys.list(actor, parseQuery(LIST_QUERY, request.url));
  return json(pageView(page, accessKeyView));
});

/** Asks AWS whose key it is before it is kept. */
export const POST = api(async ({ actor, rolebridge, request }) => {
  const created = await rolebridge.admin.accessKeys.create(actor, await readJson(request));
  const location = `/api/v1/admin/access-keys/${created.accessKeyId}`;
  return json(accessKeyView(created), { status: 201, headers: { Location: location } });
});
