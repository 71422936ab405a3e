import { z } from "zod";
import { api, parseQuery } from "@/app/_http/api";
import { AUDIT_EXPORTS, auditExportStream } from "@/app/_http/audit-export";
import { AUDIT_FILTER } from "@/app/_http/audit-filter";
import { ANSWER_HEADERS } from "@/app/_http/problem";

const QUERY = z.strictObject({
  ...AUDIT_FILTER,
  format: z.enum(["csv", "ndjson"], "Give csv or ndjson.").default("csv"),
});

/** The audit as a file, with the filter of the list. */
export const GET = api(async ({ actor, rolebridge, request }) => {
  const { format, ...filter } = parseQuery(QUERY, request.url);
  const pages = await rolebridge.admin.exportAudit(actor, filter);
  return new Response(auditExportStream(format, pages), {
    headers: {
      ...ANSWER_HEADERS,
      "Content-Type": AUDIT_EXPORTS[format].contentType,
      "Content-Disposition": `attachment; filename="rolebridge-audit.${format}"`,
    },
  });
});
