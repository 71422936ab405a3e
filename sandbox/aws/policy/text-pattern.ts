import type { RequestContext } from "./request-context";

/** How a value written in a policy is compared with text of the request. */
interface PatternOptions {
  /** Whether `*` and `?` mean anything. */
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
}

/**
 * Compiles a policy's value. Variables (`${aws:PrincipalTag/team}`, with a default after a comma) are filled in from the
 * request and are always literal: a tag value of `*` must not turn into a wildcard.
 * @returns nothing when a variable has no value: such a value matches nothing.
 */
export function compilePattern(
  value: string,
  options: PatternOptions,
  context: RequestContext | undefined,
): RegExp | undefined {
  const parts: string[] = [];
  for (const token of value.match(/\$\{[^}]*\}|[\s\S]/gu) ?? []) {
    const part =
      token.length > 1 && token.startsWith("${") ? variable(token, context) : plain(token, options);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return new RegExp(`^${parts.join("")}$`, `su${options.ignoreCase ? "i" : ""}`);
}

function plain(character: string, { wildcards }: PatternOptions): string {
  if (wildcards && character === "*") return ".*";
  if (wildcards && character === "?") return ".";
  return literal(character);
}

function variable(token: string, context: RequestContext | undefined): string | undefined {
  if (context === undefined) return literal(token);
  const [name = "", ...fallback] = token.slice(2, -1).split(",");
  // ${*}, ${?} and ${$} write the characters themselves.
  if (["*", "?", "$"].includes(name)) return literal(name);
  const [value, ...more] = context.get(name.trim()) ?? [];
  // A key of several values cannot be a variable.
  if (value !== undefined && more.length === 0) return literal(value);
  const quoted = /^\s*'(.*)'\s*$/s.exec(fallback.join(","));
  return quoted?.[1] === undefined ? undefined : literal(quoted[1]);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}
