import { z } from "zod";
import { api, parse } from "@/app/_http/api";
import { ENTITLEMENT_ID, PERSONAL_FIELDS } from "@/app/_http/console-input";
import { json } from "@/app/_http/json";
import { readJson } from "@/app/_http/read-body";

const BODY = z.strictObject({
  entitlementId: ENTITLEMENT_ID,
  encodedMessage: z.string("Paste the encoded message.").max(20_000, "Paste the encoded message only."),
  ...PERSONAL_FIELDS,
});

/** What an encoded authorization message of AWS says. */
export const POST = api(async ({ actor, rolebridge, request }) => {
  const { decoded } = await rolebridge.diagnosis.decode(actor, parse(BODY, await readJson(request)));
  return json({ decoded });
});
