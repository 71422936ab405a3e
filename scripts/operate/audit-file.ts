import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import type { LinkedEvent } from "../../lib/audit/chain";
import { UsageError } from "./run-command";

const TEXT = z.string().nullable();
const LINE = z.strictObject({
  position: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  seq: z.string().regex(/^\d{1,19}$/),
  id: TEXT,
  at: TEXT,
  actorKind: TEXT,
  actorId: TEXT,
  actorName: TEXT,
  action: TEXT,
  outcome: TEXT,
  objectKind: TEXT,
  objectId: TEXT,
  objectName: TEXT,
  remoteAddress: TEXT,
  userAgent: TEXT,
  reference: TEXT,
  detail: TEXT,
}) satisfies z.ZodType<LinkedEvent>;

/** One event a line, as `npm run audit -- export` writes them. */
export function auditLine(event: LinkedEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/**
 * Reads an export line by line.
 * @param path `.gz` is unpacked
 * @throws UsageError for a line that is no event
 */
export async function* readAuditFile(path: string): AsyncGenerator<LinkedEvent> {
  const file = createReadStream(path);
  const input = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  // `pipe` passes no errors on.
  file.once("error", (error) => input.destroy(error));
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() !== "") yield eventOf(line, `${path}:${number}`);
  }
}

function eventOf(line: string, where: string): LinkedEvent {
  try {
    return LINE.parse(JSON.parse(line));
  } catch {
    throw new UsageError(`${where} is no event of the audit.`);
  }
}
