import { SAML } from "./namespaces";
import { type RefusalReason, refusal } from "./refusal";
import {
  attributeOf,
  childElements,
  childrenNamed,
  hasStrayText,
  isNamed,
  parseXml,
  textOf,
} from "./xml-dom";

/** How the strict profile reads a tree: what is asked for is there exactly as often as allowed, or it refuses. */

/** `[namespace, local name]` */
export type QName = readonly [namespace: string, localName: string];

/** The root of a message. What the scan let pass and the tree builder complains about is refused as well. */
export function parseMessage(xml: string): Element {
  try {
    return parseXml(xml);
  } catch (cause) {
    throw refusal("not_well_formed", "the XML parser complains", cause);
  }
}

/** Refuses children other than these, and text between them. */
export function onlyChildren(parent: Element, allowed: readonly QName[]): void {
  const stranger = childElements(parent).find(
    (child) => !allowed.some(([namespace, localName]) => isNamed(child, namespace, localName)),
  );
  if (stranger) {
    const encrypted = ENCRYPTED.get(stranger.localName);
    throw refusal(encrypted ?? "unexpected_element", `${parent.localName} holds ${stranger.nodeName}`);
  }
  if (hasStrayText(parent)) {
    throw refusal("unexpected_element", `${parent.localName} holds text between its elements`);
  }
}

const ENCRYPTED: ReadonlyMap<string, RefusalReason> = new Map([
  ["EncryptedID", "id_encrypted"],
  ["EncryptedAttribute", "attribute_encrypted"],
]);

export function optionalChild(parent: Element, name: QName): Element | undefined {
  const found = childrenNamed(parent, ...name);
  if (found.length > 1) {
    throw refusal("element_duplicate", `${parent.localName} holds ${found.length} ${name[1]} elements`);
  }
  return found[0];
}

export function oneChild(parent: Element, name: QName): Element {
  const child = optionalChild(parent, name);
  if (!child) throw refusal("element_missing", `${parent.localName} holds no ${name[1]}`);
  return child;
}

export function requiredAttribute(element: Element, name: string): string {
  const value = attributeOf(element, name);
  if (value === undefined || value === "") {
    throw refusal("attribute_missing", `${element.localName} has no ${name}`);
  }
  return value;
}

/** The text of an element that may hold nothing else, untrimmed. */
export function leafText(element: Element): string {
  if (childElements(element).length > 0) {
    throw refusal("text_expected", `${element.localName} holds elements where only text belongs`);
  }
  return textOf(element);
}

export const saml = (localName: string): QName => [SAML, localName];
