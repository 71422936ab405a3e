import { type ApiCall, api } from "@/app/_http/api";
import { ANSWER_HEADERS } from "@/app/_http/problem";

type Call = ApiCall<{ id: string; sessionId: string }>;

/** Ends one app session. */
export const DELETE = api(async ({ actor, rolebridge, params }: Call) => {
  await rolebridge.admin.person.endSessions(actor, params.id, params.sessionId);
  return new Response(null, { status: 204, headers: ANSWER_HEADERS });
});
