import { z } from "zod";
import { personOf, signedOut } from "@/app/_http/actor";
import { parseForm } from "@/app/_http/api";
import { CONSOLE_FIELDS } from "@/app/_http/console-input";
import { consolePage } from "@/app/_http/console-page";
import { ownForm } from "@/app/_http/handle";
import { counted } from "@/app/_http/metrics";
import { readForm } from "@/app/_http/read-body";

const FORM = z.strictObject({
  ...CONSOLE_FIELDS,
  durationSeconds: z.coerce.number().pipe(CONSOLE_FIELDS.durationSeconds.unwrap()).exactOptional(),
});

/** Opens the AWS console from a form of ours: answers with a page that posts itself to AWS. */
export const POST = ownForm(async ({ request, rolebridge, origin }) => {
  const input = parseForm(FORM, await readForm(request));
  const person = await personOf(request.headers, rolebridge, origin);
  // The session ended while the page stood open. No redirect: it would end at an identity provider, and browsers
  // hold what follows a form to the policy of the page it stood on.
  if (person === undefined) throw await signedOut(request.headers, rolebridge);
  const work = rolebridge.access.openConsole(person, input);
  const signIn = await counted("rolebridge_console_sign_ins_total", {}, work);
  return consolePage(signIn, rolebridge.settings.awsFormActionOrigins);
});
