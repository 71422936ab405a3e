import { api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { readJson } from "@/app/_http/read-body";
import { pageView, signingKeyView } from "@/app/_http/views";

/** The keys AWS knows us by, without their private halves. */
export const GET = api(async ({ actor, rolebridge }) =>
  json(pageView({ items: await rolebridge.admin.keys.list(actor) }, signingKeyView)),
);

/** Makes and publishes the next key of a purpose. */
export const POST = api(async ({ actor, rolebridge, request }) => {
  const key = await rolebridge.admin.keys.makeNext(actor, await readJson(request));
  const headers = { Location: `/api/v1/admin/keys/${key.id}` };
  return json(signingKeyView(key), { status: 201, headers });
});
