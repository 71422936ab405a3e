import { api, listQueryWith, parseQuery } from "@/app/_http/api";
import { AUDIT_FILTER } from "@/app/_http/audit-filter";
import { json } from "@/app/_http/json";
import { auditEventView, pageView } from "@/app/_http/views";

const QUERY = listQueryWith(AUDIT_FILTER).omit({ q: true });

/** Who did what, newest first. */
export const GET = api(async ({ actor, rolebridge, request }) =>
  json(pageView(await rolebridge.admin.audit(actor, parseQuery(QUERY, request.url)), auditEventView)),
);
