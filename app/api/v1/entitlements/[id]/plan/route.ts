import { z } from "zod";
import { type ApiCall, api, parse, parseQuery } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { PLAN_QUERY, PLAN_WISH } from "@/app/_http/plan-input";
import { planView } from "@/app/_http/plan-view";
import { readJson } from "@/app/_http/read-body";

type Call = ApiCall<{ id: string }>;

const QUERY = z.strictObject(PLAN_QUERY);
const BODY = z.strictObject(PLAN_WISH);

/** Exactly what would be asked of AWS; nothing is asked. */
export const GET = api(async ({ actor, rolebridge, params: { id }, request }: Call) => {
  const wish = parseQuery(QUERY, request.url);
  return json(planView(await rolebridge.access.previewPlan(actor, { entitlementId: id, ...wish })));
});

/** The same, with the wish as JSON. */
export const POST = api(async ({ actor, rolebridge, params: { id }, request }: Call) => {
  const wish = parse(BODY, await readJson(request));
  return json(planView(await rolebridge.access.previewPlan(actor, { entitlementId: id, ...wish })));
});
