import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { personDetailView } from "@/app/_http/person-detail-view";
import { ANSWER_HEADERS } from "@/app/_http/problem";

type Call = ApiCall<{ id: string }>;

/** Where somebody is signed in. */
export const GET = api(async ({ actor, rolebridge, params }: Call) => {
  const { sessions } = personDetailView(await rolebridge.admin.person.get(actor, params.id));
  return json({ items: sessions, nextCursor: null });
});

/** Signs somebody out everywhere. */
export const DELETE = api(async ({ actor, rolebridge, params }: Call) => {
  await rolebridge.admin.person.endSessions(actor, params.id);
  return new Response(null, { status: 204, headers: ANSWER_HEADERS });
});
