import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";

/** The policy that ends the sessions that exist now. */
export const GET = api(async ({ actor, rolebridge, params: { id } }: ApiCall<{ id: string }>) => {
  const { policyName, policy, consoleUrl, command } = await rolebridge.inspect.revocation(actor, id);
  return json({ policyName, policy, consoleUrl, command });
});
