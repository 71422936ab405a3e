import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { ANSWER_HEADERS } from "@/app/_http/problem";
import { passkeyView } from "@/app/_http/views";

type Call = ApiCall<{ id: string }>;

/** A person's passkeys. */
export const GET = api(async ({ actor, rolebridge, params }: Call) => {
  const { passkeys } = await rolebridge.admin.passkeys.of(actor, params.id);
  return json({ items: passkeys.map(passkeyView), nextCursor: null });
});

/** Removes them all: the person has lost one, or it is not theirs. */
export const DELETE = api(async ({ actor, rolebridge, params }: Call) => {
  await rolebridge.admin.passkeys.removeAll(actor, params.id);
  return new Response(null, { status: 204, headers: ANSWER_HEADERS });
});
