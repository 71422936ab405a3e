import { randomBytes } from "node:crypto";
import { LOGO, STYLE } from "./html-page-look";

/** Markup that is safe to send. The class stays in here: only `html` makes one, and it escapes every value. */
class SafeMarkup {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}
export type Markup = SafeMarkup;

type Part = string | Markup | readonly Markup[];

/** Template tag: literal text is markup, every string put in is escaped. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = literals.map((literal, index) => {
    const part = parts[index];
    return part === undefined ? literal : literal + markupOf(part);
  });
  return new SafeMarkup(text.join(""));
}

function markupOf(part: Part): string {
  if (typeof part === "string") return escapeHtml(part);
  return part instanceof SafeMarkup ? part.toString() : part.join("");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const SCRIPTS = {
  submit: "document.forms[0].requestSubmit()",
  follow: "location.replace(document.links[0].href)",
} as const;

export interface HtmlPage {
  readonly title: string;
  readonly main: Markup;
  readonly status?: number;
  /**
   * What happens at once: the page's one form is sent, or its one link followed, in place of this page.
   * Button and link are there for browsers without JavaScript.
   */
  readonly onLoad?: keyof typeof SCRIPTS;
  /** Where forms of this page may go, as CSP sources; `'self'` when not given. */
  readonly formAction?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A small page that stands outside the designed ones: it must work while React's bundle, the session or the
 * database do not, and carries a policy of its own (a form to AWS or to an identity provider).
 */
export function htmlPage(page: HtmlPage): Response {
  const nonce = randomBytes(18).toString("base64");
  const script = page.onLoad ? html`<script nonce="${nonce}">${SCRIPTS[page.onLoad]}</script>` : "";
  const text = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title} · Rolebridge</title>
<style nonce="${nonce}">${new SafeMarkup(STYLE)}</style>
</head>
<body><main>${new SafeMarkup(LOGO)}${page.main}</main>${script}</body>
</html>
`;
  return new Response(text.toString(), {
    status: page.status ?? 200,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
      "Content-Security-Policy": policy(nonce, page.formAction ?? ["'self'"]),
      ...page.headers,
    },
  });
}

function policy(nonce: string, formAction: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `form-action ${formAction.join(" ")}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
