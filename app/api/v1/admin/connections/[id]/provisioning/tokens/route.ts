import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { readJson } from "@/app/_http/read-body";

/** Makes a token for the identity provider. It is in this answer and nowhere else. */
export const POST = api(async ({ actor, rolebridge, params, request }: ApiCall<{ id: string }>) => {
  const made = await rolebridge.admin.provisioning.makeToken(actor, params.id, await readJson(request));
  const { id, name, createdAt, token } = made;
  return json({ id, name, createdAt, token: token.reveal() }, { status: 201 });
});
