import { type ApiCall, api } from "@/app/_http/api";
import { ANSWER_HEADERS } from "@/app/_http/problem";

export const DELETE = api(async ({ actor, rolebridge, params }: ApiCall<{ id: string }>) => {
  await rolebridge.stepUp.removePasskey(actor, params.id);
  return new Response(null, { status: 204, headers: ANSWER_HEADERS });
});
