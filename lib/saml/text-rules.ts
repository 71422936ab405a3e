import { refusal } from "./refusal";

/**
 * Names and values decide who somebody is and what they may take, and are compared byte for byte. So what two
 * people would read as the same text must not come in two spellings: no invisible characters, no white space at
 * the edges, one normal form (case S60). Case, look-alike letters and inner spaces stay as they are: they differ
 * for the comparison, and the admin's pages show code points.
 */
export function requirePlainText(value: string, what: string, maxLength: number): string {
  if (value === "") throw refusal("value_empty", `${what} is empty`);
  if (value.length > maxLength) {
    throw refusal("value_too_long", `${what} has ${value.length} characters, more than ${maxLength}`);
  }
  // Before white space: a line break at the edge is first of all a control character.
  const control = /[\p{Cc}\p{Zl}\p{Zp}]/u.exec(value);
  if (control) throw refusal("value_control_character", `${what} holds ${codePoint(control[0])}`);
  const invisible = /\p{Cf}/u.exec(value);
  if (invisible) throw refusal("value_format_character", `${what} holds ${codePoint(invisible[0])}`);
  if (value !== value.trim()) {
    throw refusal("value_edge_whitespace", `${what} begins or ends with white space`);
  }
  if (value !== value.normalize("NFC")) {
    throw refusal("value_not_normalized", `${what} is not in Unicode normal form C`);
  }
  return value;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
