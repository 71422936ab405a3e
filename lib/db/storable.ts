/** NUL, which PostgreSQL's text and jsonb refuse, and lone surrogates, which UTF-8 has no bytes for. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;

/**
 * Whether PostgreSQL can hold this text as it is. If not, no row has it, and asking for it would be an error.
 */
export function isStorable(text: string): boolean {
  return storableText(text) === text;
}

/**
 * The text as PostgreSQL can hold it. Used for what others sent and we must keep whatever it is (user agents in
 * the audit, what an IdP said): a refusal to store would let a strange byte suppress its own audit event.
 */
export function storableText(text: string): string {
  return text.replace(UNSTORABLE, "\uFFFD");
}

/** JSON of a value, every string and name in it storable. */
export function storableJson(value: unknown): string {
  // JSON.stringify writes both as \u escapes, which PostgreSQL reads and refuses; so before, not after.
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === "string" ? storableText(part) : isPlainObject(part) ? withStorableNames(part) : part,
  );
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withStorableNames(object: Readonly<Record<string, unknown>>): object {
  const names = Object.keys(object);
  return names.every((name) => storableText(name) === name)
    ? object
    : Object.fromEntries(Object.entries(object).map(([name, part]) => [storableText(name), part]));
}
