import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { visibleJson, withVisibleCharacters } from "./hidden-characters";
import { VisibleText } from "./visible-text";

const shown = (text: string) =>
  renderToStaticMarkup(createElement(VisibleText, { text })).replace(/<[^>]*>/g, "");

describe("W10 text from elsewhere", () => {
  it.each([
    ["a right-to-left override", "admins\u202Egpj", "adminsU+202Egpj"],
    ["an isolate", "a\u2066b", "aU+2066b"],
    ["a zero-width space", "ad\u200Bmins", "adU+200Bmins"],
    ["a joiner", "ad\u200Dmins", "adU+200Dmins"],
    ["a byte order mark", "\uFEFFadmins", "U+FEFFadmins"],
    ["a Hangul filler", "admins\u3164", "adminsU+3164"],
    ["a variation selector", "admins\uFE0F", "adminsU+FE0F"],
    ["a grapheme joiner", "ad\u034Fmins", "adU+034Fmins"],
    ["a tag", "admins\u{E0041}", "adminsU+E0041"],
    ["a blank of Braille", "admins\u2800", "adminsU+2800"],
    ["a no-break space", "all\u00A0admins", "allU+00A0admins"],
    ["a space at the edge", "admins ", "adminsU+0020"],
    ["two spaces, which HTML shows as one", "all  admins", "allU+0020 U+0020admins"],
    ["a line break", "a\nb", "aU+000Ab"],
    ["an escape", "a\u001b[31m", "aU+001B[31m"],
    ["half a pair", "a\uD800b", "aU+D800b"],
  ])("shows %s", (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each(["engineering", "Ünïcödé Größe", "日本語 開発", "a b c"])("leaves %j as it is", (text) => {
    expect(shown(text)).toBe(text);
  });

  it("is text and no markup, and keeps its direction to itself", () => {
    const markup = renderToStaticMarkup(createElement(VisibleText, { text: "<img src=x onerror=alert(1)>" }));
    expect(markup).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(markup).toMatch(/^<bdi/);
  });

  it("is told by number where there is only text, and stays the same document as JSON", () => {
    expect(withVisibleCharacters("ada\u202E")).toBe("ada[U+202E]");
    const value = { "a\u202Eb": ["x  y", "\u{E0041}", "line\nbreak", " edge "] };
    const text = visibleJson(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).toContain("a\\u202eb");
    expect(text).toContain("\\udb40\\udc41");
    expect(text).not.toMatch(/[\u202E\u{E0041}]/u);
  });
});
