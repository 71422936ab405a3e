import { z } from "zod";
import { api, parse } from "@/app/_http/api";
import { ENTITLEMENT_ID, PERSONAL_FIELDS } from "@/app/_http/console-input";
import { json } from "@/app/_http/json";
import { readJson } from "@/app/_http/read-body";

const BODY = z.strictObject({
  entitlementId: ENTITLEMENT_ID,
  accessKeyId: z.string("Give an access key id.").max(128, "Give an access key id."),
  ...PERSONAL_FIELDS,
});

/** The account that an access key belongs to. */
export const POST = api(async ({ actor, rolebridge, request }) => {
  const { accountId, accountName } = await rolebridge.diagnosis.accessKey(
    actor,
    parse(BODY, await readJson(request)),
  );
  return json({ accountId, accountName });
});
