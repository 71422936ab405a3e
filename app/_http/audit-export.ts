import type { AuditEvent } from "@/lib/audit/event";
import { auditEventView } from "./views";

const COLUMNS = [
  "id",
  "at",
  "actorKind",
  "actorId",
  "actorName",
  "action",
  "outcome",
  "objectKind",
  "objectId",
  "objectName",
  "remoteAddress",
  "userAgent",
  "reference",
  "detail",
] as const;

/** One event a line. JSON has no line breaks of its own; the two that only JavaScript sees are escaped (W11). */
function ndjsonLine(event: AuditEvent): string {
  const text = JSON.stringify(auditEventView(event));
  return `${text.replace(/[\u2028\u2029\u0085]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

/**
 * A spreadsheet runs a cell that begins like a formula, also behind spaces, and with full-width signs; an apostrophe
 * makes it text (OWASP, CSV injection). Every cell is quoted, so that neither a comma nor a line break ends it (W11).
 */
function csvCell(text: string): string {
  const safe = /^[\s\p{Cc}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]|^[\t\r\n]/u.test(text)
    ? `'${text}`
    : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCells({ actor, object, detail, at, ...event }: AuditEvent): readonly string[] {
  return [
    event.id,
    at.toISOString(),
    actor.kind,
    actor.id ?? "",
    actor.name,
    event.action,
    event.outcome,
    object?.kind ?? "",
    object?.id ?? "",
    object?.name ?? "",
    event.remoteAddress,
    event.userAgent,
    event.reference,
    JSON.stringify(detail),
  ];
}

export const AUDIT_EXPORTS = {
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    head: csvLine(COLUMNS),
    line: (event: AuditEvent) => csvLine(csvCells(event)),
  },
  ndjson: { contentType: "application/x-ndjson; charset=utf-8", head: "", line: ndjsonLine },
} as const;

export type AuditExportFormat = keyof typeof AUDIT_EXPORTS;

/** Text as it is read, page by page: nobody waits for the end, and nothing holds the whole of it. */
export function auditExportStream(
  format: AuditExportFormat,
  pages: AsyncIterable<readonly AuditEvent[]>,
): ReadableStream<Uint8Array> {
  const { head, line } = AUDIT_EXPORTS[format];
  const encoder = new TextEncoder();
  const reading = pages[Symbol.asyncIterator]();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(head)),
    pull: async (controller) => {
      const { done, value } = await reading.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value.map(line).join("")));
    },
    cancel: async () => {
      await reading.return?.();
    },
  });
}
