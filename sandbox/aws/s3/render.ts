import { escapeXml } from "../query/render-xml";

/** An element's content: text, or elements in order. Unlike the Query services S3 repeats an element for a list. */
export type S3Node = readonly [name: string, content: string | readonly S3Node[]];

/** A document of S3: declaration first, no indents. */
export function renderS3(root: string, content: readonly S3Node[], namespace: boolean): string {
  const xmlns = namespace ? ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' : "";
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${xmlns}>${content.map(element).join("")}</${root}>`;
}

function element([name, content]: S3Node): string {
  const inner = typeof content === "string" ? escapeXml(content) : content.map(element).join("");
  return `<${name}>${inner}</${name}>`;
}
