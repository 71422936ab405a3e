import { AppError } from "../errors/app-error";

/*
 * Text as Canonical XML writes it (Canonical XML 1.0, section 2.3), so that what we write is already
 * in the form that gets digested. The escapes leave nothing in a value that could end an element or
 * an attribute, begin an entity, or be changed by a parser's line-end and attribute normalisation (I01).
 */

/**
 * The characters of XML 1.0, section 2.2, without U+0085 and U+2028: parsers that apply the line ends
 * of XML 1.1 read those as a line feed, so two readers of one signed value would disagree.
 * With the u flag a lone surrogate matches nothing here.
 */
const XML_TEXT =
  /^[\t\n\r\u{20}-\u{84}\u{86}-\u{2027}\u{2029}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;

/** Printable ASCII without any character that either escape knows: nearly every value there is. */
const PLAIN = /^[\x20\x21\x23-\x25\x27-\x3b\x3d\x3f-\x7e]*$/;

const TEXT_ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\r": "&#xD;",
};

const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  '"': "&quot;",
  "\t": "&#x9;",
  "\n": "&#xA;",
  "\r": "&#xD;",
};

/** Whether every XML parser reads this text back as it is. */
export function isXmlText(text: string): boolean {
  return XML_TEXT.test(text);
}

/**
 * Element content in canonical form.
 * @param what names the value in the refusal
 * @throws AppError `issuance.assertion_invalid` for characters that XML does not carry faithfully
 */
export function canonicalText(text: string, what: string): string {
  if (PLAIN.test(text)) return text;
  return requireXmlText(text, what).replace(/[&<>\r]/g, (character) => TEXT_ESCAPES[character] ?? "");
}

/**
 * An attribute's value in canonical form, without its quotation marks.
 * @param what names the value in the refusal
 * @throws AppError `issuance.assertion_invalid` for characters that XML does not carry faithfully
 */
export function canonicalAttribute(text: string, what: string): string {
  if (PLAIN.test(text)) return text;
  return requireXmlText(text, what).replace(
    /[&<"\t\n\r]/g,
    (character) => ATTRIBUTE_ESCAPES[character] ?? "",
  );
}

function requireXmlText(text: string, what: string): string {
  if (isXmlText(text)) return text;
  throw new AppError("issuance.assertion_invalid", {
    reason: "not_xml_text",
    detail: `${what} has control characters, exotic line breaks or broken Unicode, which SAML does not carry faithfully.`,
  });
}
