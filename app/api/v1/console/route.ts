import { z } from "zod";
import { api, parse } from "@/app/_http/api";
import { CONSOLE_FIELDS } from "@/app/_http/console-input";
import { json } from "@/app/_http/json";
import { counted } from "@/app/_http/metrics";
import { readJson } from "@/app/_http/read-body";

const BODY = z.strictObject(CONSOLE_FIELDS);

/** A way into the console that the caller's browser follows itself: a link, or a form to post. */
export const POST = api(async ({ actor, rolebridge, request }) => {
  const work = rolebridge.access.openConsole(actor, parse(BODY, await readJson(request)));
  const signIn = await counted("rolebridge_console_sign_ins_total", {}, work);
  const { method, expiresAt } = signIn;
  if (method === "GET") return json({ url: signIn.url.reveal(), method, expiresAt });
  const fields = Object.fromEntries(
    Object.entries(signIn.fields).map(([name, value]) => [name, value.reveal()]),
  );
  return json({ url: signIn.url, method, fields, expiresAt });
});
