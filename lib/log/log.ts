/**
 * The log: one JSON object a line on standard output, for machines to collect. It owns what a line may hold
 * and knows nothing of the rest. Credentials, assertions, tokens and cookies never reach a line: values of
 * type Secret print as `[redacted]`, fields with a telling name are redacted whatever they hold, and of an
 * error only the parts known to be harmless are written.
 */
import { pino } from "pino";
import { scrub } from "./scrub";

/** Further fields of a line. `reference` joins it with the answer and the audit event of one request. */
export type LogFields = { readonly reference?: string; readonly error?: unknown } & {
  readonly [name: string]: unknown;
};

export type LogLevel = "error" | "warn" | "info" | "debug";

/** Lines that cannot be written are kept up to this many bytes: a log without a disk must not cost the memory. */
const MOST_KEPT = 1_048_576;

const output = pino.destination({ dest: 1, sync: true, maxLength: MOST_KEPT });
// A full disk, a closed pipe: unheard, the event would end the process, and the audit is where it counts.
output.on("error", () => undefined);

const logger = pino(
  {
    level: "info",
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    messageKey: "message",
  },
  output,
);

function write(level: LogLevel, message: string, fields: LogFields): void {
  if (!logger.isLevelEnabled(level)) return;
  logger[level](scrub(fields), message);
}

/** Messages are constants in English; everything that varies goes into the fields. */
export const log = {
  error: (message: string, fields: LogFields = {}): void => write("error", message, fields),
  warn: (message: string, fields: LogFields = {}): void => write("warn", message, fields),
  info: (message: string, fields: LogFields = {}): void => write("info", message, fields),
  debug: (message: string, fields: LogFields = {}): void => write("debug", message, fields),
} as const;

/** Sets the least important level that is written. Called once, by the wiring. */
export function setLogLevel(level: LogLevel): void {
  logger.level = level;
}
