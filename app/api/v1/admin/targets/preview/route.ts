import { z } from "zod";
import { api, parse } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { unsavedPlanView } from "@/app/_http/plan-view";
import { readJson } from "@/app/_http/read-body";

const BODY = z.strictObject({
  /** As for creating a target, or with `targetId` as for changing it. */
  target: z.unknown(),
  targetId: z.string().max(100).exactOptional(),
  person: z.string().max(100).exactOptional(),
});

/** The plan of a target that nobody has saved; nothing is saved here either. */
export const POST = api(async ({ actor, rolebridge, request }) => {
  const { target, targetId, person } = parse(BODY, await readJson(request));
  const unsaved = {
    target,
    ...(targetId === undefined ? {} : { targetId }),
    ...(person === undefined ? {} : { personId: person }),
  };
  return json(unsavedPlanView(await rolebridge.inspect.previewTarget(actor, unsaved)));
});
