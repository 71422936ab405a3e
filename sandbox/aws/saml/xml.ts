import { DOMParser } from "@xmldom/xmldom";

export const SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
export const SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol";
export const METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
export const DSIG = "http://www.w3.org/2000/09/xmldsig#";

/** Text that is not one well-formed XML document. */
export class XmlError extends Error {}

/**
 * The root of a document. The parser's leniencies are switched off, and document types are refused outright: nothing
 * AWS reads needs one, and entities are how XML attacks begin.
 * @throws XmlError
 */
export function parseXml(text: string): Element {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new XmlError("document type declaration");
  const fail = (message: string) => {
    throw new XmlError(message);
  };
  const parser = new DOMParser({ errorHandler: { warning: fail, error: fail, fatalError: fail } });
  try {
    const root: Element | null | undefined = parser.parseFromString(text, "text/xml")?.documentElement;
    if (root) return root;
  } catch (error) {
    throw new XmlError(String(error));
  }
  throw new XmlError("no root element");
}

export function isElement(node: Element, namespace: string, name: string): boolean {
  return node.namespaceURI === namespace && node.localName === name;
}

/** Direct children of that name. */
export function children(parent: Element | undefined, namespace: string, name: string): Element[] {
  return Array.from(parent?.childNodes ?? [])
    .filter((node): node is Element => node.nodeType === 1)
    .filter((node) => isElement(node, namespace, name));
}

/** The only direct child of that name; nothing when there is none or more than one. */
export function onlyChild(parent: Element | undefined, namespace: string, name: string): Element | undefined {
  const found = children(parent, namespace, name);
  return found.length === 1 ? found[0] : undefined;
}

/** An attribute's value; an absent one is nothing, not "". */
export function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined;
}
