/**
 * Text on its way into XML we write. The escapes are those of canonical XML (xml-c14n 2.3), so that what is
 * written is already canonical. What no escape can carry is refused: XML 1.0 has no U+0000, and a lone surrogate
 * would come out of UTF-8 as another character than was checked.
 */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const TEXT: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };
const ATTRIBUTE: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  '"': "&quot;",
  "\t": "&#x9;",
  "\n": "&#xA;",
  "\r": "&#xD;",
};

/** @throws RangeError for a character that XML 1.0 cannot hold */
export function escapeXmlText(value: string): string {
  return requireXmlCharacters(value).replace(/[&<>\r]/g, (character) => TEXT[character] ?? character);
}

/** For a value between double quotes. @throws RangeError for a character that XML 1.0 cannot hold */
export function escapeXmlAttribute(value: string): string {
  return requireXmlCharacters(value).replace(
    /[&<"\t\n\r]/g,
    (character) => ATTRIBUTE[character] ?? character,
  );
}

function requireXmlCharacters(value: string): string {
  if (NOT_XML.test(value)) throw new RangeError("a character that XML cannot hold");
  return value;
}
