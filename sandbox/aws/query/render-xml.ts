import { isoSeconds } from "../clock";
import type { WireRecord, WireValue } from "./wire-value";

/** Text made safe inside an element or a double-quoted attribute. */
export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#xD;");
}

/** `<root xmlns="…">` with its content, two spaces an indent, as STS prints it. */
export function renderXml(root: string, namespace: string, content: WireRecord): string {
  return `<${root} xmlns="${namespace}">\n${children(content, 1)}</${root}>\n`;
}

function children(record: WireRecord, depth: number): string {
  return Object.entries(record)
    .filter((entry): entry is [string, WireValue] => entry[1] !== undefined)
    .map(([name, value]) => element(name, value, depth))
    .join("");
}

function element(name: string, value: WireValue, depth: number): string {
  const indent = "  ".repeat(depth);
  const scalar = scalarText(value);
  if (scalar !== undefined) return `${indent}<${name}>${escapeXml(scalar)}</${name}>\n`;
  const inner = Array.isArray(value)
    ? value.map((member) => element("member", member, depth + 1)).join("")
    : children(value as WireRecord, depth + 1);
  return inner === "" ? `${indent}<${name}/>\n` : `${indent}<${name}>\n${inner}${indent}</${name}>\n`;
}

function scalarText(value: WireValue): string | undefined {
  if (value instanceof Date) return isoSeconds(value);
  return typeof value === "object" ? undefined : String(value);
}
