"use server";

import { action } from "@/app/_http/action";
import { Secret } from "@/lib/secret/secret";
import type { TargetCheck } from "@/lib/trust/check/check-target";
import { text } from "../../../_forms/read-form";

/** Tries the target; no session comes out of it. */
export const checkTarget = action<TargetCheck>(async ({ rolebridge, person, form }) => {
  const code = (text(form, "mfaCode") ?? "").replaceAll(/\s/g, "");
  return await rolebridge.inspect.checkTarget(person, text(form, "id") ?? "", {
    ...(code === "" ? {} : { mfaCode: new Secret(code) }),
  });
});
