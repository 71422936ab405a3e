import { z } from "zod";
import { type ApiCall, api, parseQuery } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { PLAN_QUERY } from "@/app/_http/plan-input";
import { personPlanView } from "@/app/_http/plan-view";

const QUERY = z.strictObject({ ...PLAN_QUERY, person: z.string().max(100).exactOptional() });

/** What a person would get, whether or not a grant gives it to them now. */
export const GET = api(async ({ actor, rolebridge, params: { id }, request }: ApiCall<{ id: string }>) => {
  const { person, ...wish } = parseQuery(QUERY, request.url);
  const of = person === undefined ? {} : { personId: person };
  return json(personPlanView(await rolebridge.inspect.planFor(actor, id, { ...wish, ...of })));
});
