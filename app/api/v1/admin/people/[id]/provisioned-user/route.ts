import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { personDetailView } from "@/app/_http/person-detail-view";

/** Makes the provisioned user of this person's name them, and no longer whom an earlier sign-in said it is. */
export const POST = api(async ({ actor, rolebridge, params }: ApiCall<{ id: string }>) => {
  await rolebridge.admin.person.moveUserHere(actor, params.id);
  return json(personDetailView(await rolebridge.admin.person.get(actor, params.id)));
});
