import { api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { readJson } from "@/app/_http/read-body";
import { passkeyView } from "@/app/_http/views";

/** One's own passkeys. */
export const GET = api(async ({ actor, rolebridge }) =>
  json({ items: (await rolebridge.stepUp.passkeys(actor)).map(passkeyView), nextCursor: null }),
);

/** Keeps what the browser made: `{name, response}`. */
export const POST = api(async ({ actor, rolebridge, request }) =>
  json(passkeyView(await rolebridge.stepUp.addPasskey(actor, await readJson(request))), { status: 201 }),
);
