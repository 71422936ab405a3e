import type { WireRecord, WireValue } from "./wire-value";

/** The same content as JSON, for `Accept: application/json`: times are numbers of seconds, lists are arrays. */
export function renderJson(content: WireRecord): string {
  return JSON.stringify(jsonValue(content));
}

function jsonValue(value: WireValue): unknown {
  if (value instanceof Date) return Math.floor(value.getTime() / 1000);
  if (Array.isArray(value)) return value.map(jsonValue);
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, WireValue] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries.map(([name, inner]) => [name, jsonValue(inner)]));
}
