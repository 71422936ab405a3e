/**
 * Characters that look like nothing or like another: spaces other than the plain one and those at an edge, control
 * and format characters (bidirectional overrides and tags are among them), what fonts leave out by default
 * (fillers, variation selectors, the grapheme joiner), Braille's blank, and halves of surrogate pairs.
 */
export const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}|^ +| +$| {2,}/gu;

/** "U+202E" */
export function codePoints(text: string): string {
  return Array.from(
    text,
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  ).join(" ");
}

/** The text with every hidden character by its number, for places that hold text and nothing else. */
export function withVisibleCharacters(text: string): string {
  return text.replace(HIDDEN, (hidden) => `[${codePoints(hidden)}]`);
}

/** JSON that is still the same document, with what cannot be seen written as escapes. Its own spaces stay. */
export function visibleJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2) ?? "";
  return text.replace(HIDDEN, (hidden) =>
    /^[ \n]+$/.test(hidden) ? hidden : hidden.replace(/./gsu, escapeSequence),
  );
}

function escapeSequence(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
