import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { personDetailView } from "@/app/_http/person-detail-view";

/** One person: groups and where they come from, what they may take and why, and their app sessions. */
export const GET = api(async ({ actor, rolebridge, params }: ApiCall<{ id: string }>) =>
  json(personDetailView(await rolebridge.admin.person.get(actor, params.id))),
);
