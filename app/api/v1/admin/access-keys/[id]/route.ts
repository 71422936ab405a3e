import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { accessKeyView } from "@/app/_http/views";

type Call = ApiCall<{ id: string }>;

/** One key and the targets that use it. The secret never leaves. */
export const GET = api(async ({ actor, rolebridge, params }: Call) =>
  json(accessKeyView(await rolebridge.admin.accessKeys.get(actor, params.id))),
);

/** Refused while targets use the key. */
export const DELETE = api(async ({ actor, rolebridge, params }: Call) => {
  await rolebridge.admin.accessKeys.delete(actor, params.id);
  return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
});
