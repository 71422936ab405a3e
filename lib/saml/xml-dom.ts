import { DOMParser } from "@xmldom/xmldom";

/**
 * Reads XML that was scanned before into a tree. The parser is node-saml's own (@xmldom/xmldom, one version by
 * an override in package.json), so that the tree checked is the tree the signature code saw.
 * @throws Error at the parser's first complaint, warnings included: xmldom repairs what it warns about
 */
export function parseXml(xml: string): Element {
  const complain = (level: string, message: unknown): never => {
    throw new Error(`XML ${level}: ${String(message)}`);
  };
  const root = new DOMParser({ locator: {}, errorHandler: complain }).parseFromString(
    xml,
    "text/xml",
  ).documentElement;
  if (!root) throw new Error("XML without an element");
  return root;
}

export function childElements(element: Element): Element[] {
  return Array.from(element.childNodes).filter((node): node is Element => node.nodeType === 1);
}

export function isNamed(element: Element, namespace: string, localName: string): boolean {
  return element.namespaceURI === namespace && element.localName === localName;
}

/** Children with this name, in document order. */
export function childrenNamed(element: Element, namespace: string, localName: string): Element[] {
  return childElements(element).filter((child) => isNamed(child, namespace, localName));
}

/** Value of an attribute without prefix; undefined when it is not there (xmldom gives "" for both). */
export function attributeOf(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined;
}

/** Text between children that are all elements must be white space only: that of XML, not all that `trim` knows. */
export function hasStrayText(element: Element): boolean {
  return Array.from(element.childNodes).some(
    (node) => node.nodeType === 3 && /[^ \t\r\n]/.test(node.nodeValue ?? ""),
  );
}

export function textOf(element: Element): string {
  return element.textContent ?? "";
}
