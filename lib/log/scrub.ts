const REDACTED = "[redacted]";
const MAX_DEPTH = 6;
const MAX_TEXT = 2_000;

// A field whose name says that it carries something to keep: redacted whatever its value is.
const TELLING_NAME =
  /secret|password|passphrase|token|assertion|samlresponse|relaystate|credential|cookie|authorization|privatekey|apikey|sessionkey/i;
// An access key id is no secret, but beside a leaked secret it is the other half.
const ACCESS_KEY_ID = /\b(AKIA|ASIA)[A-Z0-9]{16}\b/g;
// Passwords in connection strings turn up in the messages of database drivers.
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s@]+@/gi;

function scrubText(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return cut.replaceAll(ACCESS_KEY_ID, REDACTED).replaceAll(URL_PASSWORD, `$1${REDACTED}@`);
}

/**
 * Of an error: what it is, not what it carries. SDK and HTTP errors hang whole requests and responses on
 * themselves, so properties are named here one by one instead of being copied.
 */
function scrubError(error: Error, depth: number): Record<string, unknown> {
  const { code, reason, reference } = error as { code?: unknown; reason?: unknown; reference?: unknown };
  return {
    name: error.name,
    message: scrubText(error.message),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(typeof reason === "string" ? { reason: scrubText(reason) } : {}),
    ...(typeof reference === "string" ? { reference } : {}),
    ...(error.stack === undefined ? {} : { stack: scrubText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: scrubValue(error.cause, depth + 1) }),
  };
}

function scrubObject(value: object, depth: number): unknown {
  if (depth > MAX_DEPTH) return "[deeper]";
  if (value instanceof Error) return scrubError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map((item) => scrubValue(item, depth + 1));
  if (value instanceof Set) return [...value].map((item) => scrubValue(item, depth + 1));
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if ("toJSON" in value && typeof value.toJSON === "function") return value.toJSON();
  return scrubFields(value as Readonly<Record<string, unknown>>, depth + 1);
}

function scrubValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") return scrubText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "function") return undefined;
  return typeof value === "object" && value !== null ? scrubObject(value, depth) : value;
}

function scrubFields(fields: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      TELLING_NAME.test(name) ? REDACTED : scrubValue(value, depth),
    ]),
  );
}

/** A copy of the fields that may be written to a log. Pure. */
export function scrub(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return scrubFields(fields, 0);
}
