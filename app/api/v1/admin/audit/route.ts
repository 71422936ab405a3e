import { z } from "zod";
import { api, listQueryWith, parseQuery } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { auditEventView, pageView } from "@/app/_http/views";

const word = z.string().max(200).exactOptional();
const instant = z.iso
  .datetime({ offset: true, error: "Give a date and time as 2026-01-31T12:00:00Z." })
  .transform((text) => new Date(text))
  .exactOptional();
const breakGlass = z
  .literal("true", "Give true, or leave it out.")
  .transform(() => true)
  .exactOptional();
const QUERY = listQueryWith({
  actor: word,
  action: word,
  outcome: word,
  from: instant,
  to: instant,
  breakGlass,
}).omit({
  q: true,
});

/** Who did what, newest first. */
export const GET = api(async ({ actor, rolebridge, request }) =>
  json(pageView(await rolebridge.admin.audit(actor, parseQuery(QUERY, request.url)), auditEventView)),
);
