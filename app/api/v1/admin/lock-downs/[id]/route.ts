import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { lockDownView } from "@/app/_http/lock-down-view";
import { readJson } from "@/app/_http/read-body";

type Call = ApiCall<{ id: string }>;

export const GET = api(async ({ actor, rolebridge, params: { id } }: Call) =>
  json(lockDownView(await rolebridge.lockDowns.get(actor, id))),
);

/** Lifts it: `{"status": "lifted", "reason": "…"}`. */
export const PATCH = api(async ({ actor, rolebridge, params: { id }, request }: Call) =>
  json(lockDownView(await rolebridge.lockDowns.lift(actor, id, await readJson(request)))),
);
