/**
 * Characters that make two different texts look the same, or one text look like nothing: controls, invisible
 * formatting (zero width, direction marks, BOM), lone surrogates, spaces at the edges, and forms that Unicode
 * normalisation would change. Grants match byte for byte, so such a text is refused rather than repaired:
 * repairing would turn somebody else's name into this one.
 */
export type TextFault = "empty" | "too_long" | "edge_space" | "invisible_character" | "not_normalised";

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\uFFFE\uFFFF]/u;
// Everything Unicode calls white space, no-break space included: unlike `trim`, U+180E and U+200B are Cf above.
const EDGE_SPACE = /^[\s\p{Z}]|[\s\p{Z}]$/u;

/**
 * The first rule a name (of a user, a group, an attribute value in a grant) breaks; undefined when it is clean.
 * @param maxLength UTF-16 code units
 */
export function faultInName(text: string, maxLength = 1_024): TextFault | undefined {
  if (text === "") return "empty";
  if (text.length > maxLength) return "too_long";
  if (INVISIBLE.test(text)) return "invisible_character";
  if (EDGE_SPACE.test(text)) return "edge_space";
  if (text.normalize("NFC") !== text) return "not_normalised";
  return undefined;
}

/**
 * Whether the database can keep this text as it is: neither PostgreSQL's text nor its jsonb can hold a NUL or
 * half a surrogate pair. Tabs and line breaks are harmless in a value.
 */
export function isStorable(text: string): boolean {
  return !/\p{Cs}/u.test(text) && !text.includes("\0");
}

const SENTENCES: Readonly<Record<TextFault, string>> = {
  empty: "must not be empty",
  too_long: "is too long",
  edge_space: "must not begin or end with a space",
  invisible_character: "holds a character that cannot be seen",
  not_normalised: "is not in Unicode normal form C, so that it looks like another text",
};

/** For people: continues a sentence that began with the name of the field. */
export function describeTextFault(fault: TextFault, text: string): string {
  const found = fault === "invisible_character" ? INVISIBLE.exec(text)?.[0]?.codePointAt(0) : undefined;
  const codePoint = found === undefined ? "" : ` (U+${found.toString(16).toUpperCase().padStart(4, "0")})`;
  return `${SENTENCES[fault]}${codePoint}`;
}
