/**
 * Writes HCL as `terraform fmt` leaves it. Knows the language, nothing of AWS. A bare expression is written as
 * it is, so only this room's own words may be one.
 */
export type HclValue = string | number | boolean | readonly HclValue[] | HclObject | HclExpression;
interface HclObject {
  readonly [key: string]: HclValue;
}

/** A reference or a function call. */
export class HclExpression {
  readonly before: string;
  readonly argument: HclValue | undefined;

  /** @param before `aws_iam_role.x.name`, or the name of a function that is called with `argument` */
  constructor(before: string, argument?: HclValue) {
    this.before = before;
    this.argument = argument;
  }
}

/** `kind "label" "label" { … }` */
export function hclBlock(kind: string, labels: readonly string[], body: HclObject): string {
  const head = [kind, ...labels.map(hclString)].join(" ");
  return `${head} {\n${attributes(body, 1)}}\n`;
}

/** A quoted string. Escapes instead of `$${`, which is ambiguous behind another dollar sign. */
export function hclString(text: string): string {
  const escaped = text
    .replace(/[\p{Cs}]/gu, "\uFFFD")
    .replace(/[\\"]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r")
    .replace(/\t/g, "\\t")
    .replace(/[$%](?=\{)/g, unicodeEscape)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, unicodeEscape);
  return `"${escaped}"`;
}

function unicodeEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  return code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}

/** Equals signs of neighbouring lines stand below each other; a value of several lines parts neighbours. */
function attributes(body: HclObject, depth: number): string {
  const indent = "  ".repeat(depth);
  const lines = Object.entries(body).map(([key, value]) => ({
    name: keyOf(key),
    text: render(value, depth),
  }));
  let written = "";
  for (let start = 0; start < lines.length; ) {
    let end = start;
    while (end < lines.length && !lines[end]?.text.includes("\n")) end++;
    const group = lines.slice(start, end);
    const width = Math.max(0, ...group.map(({ name }) => name.length));
    for (const { name, text } of group) written += `${indent}${name.padEnd(width)} = ${text}\n`;
    const several = lines[end];
    if (several !== undefined) written += `${indent}${several.name} = ${several.text}\n`;
    start = end + 1;
  }
  return written;
}

function keyOf(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : hclString(key);
}

function render(value: HclValue, depth: number): string {
  if (typeof value === "string") return hclString(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof HclExpression) {
    return value.argument === undefined ? value.before : `${value.before}(${render(value.argument, depth)})`;
  }
  const indent = "  ".repeat(depth);
  if (!isList(value)) return `{\n${attributes(value, depth + 1)}${indent}}`;
  if (value.every((item) => typeof item === "string" || item instanceof HclExpression)) {
    return `[${value.map((item) => render(item, depth)).join(", ")}]`;
  }
  const items = value.map((item) => `${indent}  ${render(item, depth + 1)},\n`);
  return `[\n${items.join("")}${indent}]`;
}

function isList(value: HclObject | readonly HclValue[]): value is readonly HclValue[] {
  return Array.isArray(value);
}
