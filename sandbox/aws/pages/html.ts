import { escapeXml } from "../query/render-xml";

/** Markup whose dynamic parts have been escaped; only the `html` tag makes it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = string | number | Html | readonly Html[] | undefined;

/** Builds markup from a template: text is escaped, markup and lists of it are kept, `undefined` is nothing. */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const rendered = template.map((literal, index) => literal + render(parts[index]));
  return new Html(rendered.join(""));
}

function render(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.markup;
  if (typeof part === "object") return part.map((item) => item.markup).join("");
  return escapeXml(String(part)).replaceAll("'", "&#39;");
}
