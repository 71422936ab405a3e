import { z } from "zod";
import { api, parse } from "@/app/_http/api";
import { ENTITLEMENT_ID, PERSONAL_FIELDS } from "@/app/_http/console-input";
import { json } from "@/app/_http/json";
import { readJson } from "@/app/_http/read-body";

const BODY = z.strictObject({ entitlementId: ENTITLEMENT_ID, ...PERSONAL_FIELDS });

/** Who AWS says I am with a session of this entitlement. */
export const POST = api(async ({ actor, rolebridge, request }) => {
  const { arn, userId, accountId } = await rolebridge.diagnosis.identity(
    actor,
    parse(BODY, await readJson(request)),
  );
  return json({ arn, userId, accountId });
});
