import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { provisioningView } from "@/app/_http/provisioning-view";
import { readJson } from "@/app/_http/read-body";

type Call = ApiCall<{ id: string }>;

/** Whether a connection is provisioned by SCIM, and what that decides. */
export const GET = api(async ({ actor, rolebridge, params }: Call) =>
  json(provisioningView(await rolebridge.admin.provisioning.get(actor, params.id))),
);

export const PATCH = api(async ({ actor, rolebridge, params, request }: Call) => {
  const input = await readJson(request);
  return json(provisioningView(await rolebridge.admin.provisioning.update(actor, params.id, input)));
});
