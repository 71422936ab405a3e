import { z } from "zod";
import { personOf } from "@/app/_http/actor";
import { parse } from "@/app/_http/api";
import { consolePage } from "@/app/_http/console-page";
import { visit } from "@/app/_http/handle";
import { counted } from "@/app/_http/metrics";
import { readForm } from "@/app/_http/read-body";
import { redirectTo } from "@/app/_http/redirect";
import { requireSameOrigin } from "@/app/_http/same-origin";
import { CONSOLE_FIELDS } from "../_http/console-input";

const FORM = z.strictObject({
  ...CONSOLE_FIELDS,
  durationSeconds: z.coerce.number().pipe(CONSOLE_FIELDS.durationSeconds.unwrap()).exactOptional(),
});

/** Opens the AWS console from a form of ours: answers with a page that posts itself to AWS. */
export const POST = visit(async ({ request, rolebridge, origin }) => {
  requireSameOrigin(request.headers, rolebridge.settings.origin);
  const form = await readForm(request);
  const input = parse(FORM, Object.fromEntries([...form].filter(([, value]) => value !== "")));
  const person = await personOf(request.headers, rolebridge, origin);
  // The session ended while the page stood open.
  if (person === undefined) return redirectTo("/signin");
  const work = rolebridge.access.openConsole(person, input);
  const signIn = await counted("rolebridge_console_sign_ins_total", {}, work);
  return consolePage(signIn, rolebridge.settings.awsFormActionOrigins);
});
