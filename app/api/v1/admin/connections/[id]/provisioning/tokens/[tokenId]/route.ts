import { type ApiCall, api } from "@/app/_http/api";
import { ANSWER_HEADERS } from "@/app/_http/problem";

/** Revokes a token: whoever shows it is refused from now on. */
export const DELETE = api(async ({ actor, rolebridge, params }: ApiCall<{ id: string; tokenId: string }>) => {
  await rolebridge.admin.provisioning.revokeToken(actor, params.id, params.tokenId);
  return new Response(null, { status: 204, headers: ANSWER_HEADERS });
});
