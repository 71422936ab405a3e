import { z } from "zod";
import { type ApiCall, api, parse } from "@/app/_http/api";
import { PERSONAL_FIELDS } from "@/app/_http/console-input";
import { json } from "@/app/_http/json";
import { readJson } from "@/app/_http/read-body";

const BODY = z.strictObject({ mfaCode: PERSONAL_FIELDS.mfaCode });

/** Tries the target as the administrator who asks; no session comes out of it. */
export const POST = api(async ({ actor, rolebridge, params: { id }, request }: ApiCall<{ id: string }>) => {
  const { steps, explanation } = await rolebridge.inspect.checkTarget(
    actor,
    id,
    parse(BODY, await readJson(request)),
  );
  return json({
    steps: steps.map(({ id: step, state, title, problem, note }) => ({
      id: step,
      state,
      title,
      problem,
      note,
    })),
    explanation,
  });
});
