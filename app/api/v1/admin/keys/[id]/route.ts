import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { readJson } from "@/app/_http/read-body";
import { signingKeyView } from "@/app/_http/views";

/** The next step of a rotation: `{"status": "current"}` or `{"status": "retired"}`. */
export const PATCH = api(async ({ actor, rolebridge, params, request }: ApiCall<{ id: string }>) =>
  json(signingKeyView(await rolebridge.admin.keys.change(actor, params.id, await readJson(request)))),
);
