import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { cutOffView } from "@/app/_http/lock-down-view";

/** Sessions that AWS gave before the lock-down, and the policy for each role that ends them. */
export const GET = api(async ({ actor, rolebridge, params: { id } }: ApiCall<{ id: string }>) =>
  json(cutOffView(await rolebridge.lockDowns.cutOff(actor, id))),
);
