import { type ApiCall, api } from "@/app/_http/api";
import { setUpResponse } from "@/app/_http/set-up-texts";

/** What AWS must hold for this target. */
export const GET = api(async ({ actor, rolebridge, params: { id }, request }: ApiCall<{ id: string }>) =>
  setUpResponse(request, (options) => rolebridge.inspect.setUpTarget(actor, id, options)),
);
