import { XSI } from "./namespaces";
import { onlyChildren, optionalChild, requiredAttribute, saml } from "./read-element";
import { refusal } from "./refusal";
import { requirePlainText } from "./text-rules";
import type { SamlAttribute } from "./verified-login";
import { attributeOf, childElements, childrenNamed, textOf } from "./xml-dom";

const MAX_NAME = 512;
/** Characters of one value. The longest that mean something are distinguished names and Graph links. */
const MAX_VALUE = 4096;

/** An object keyed by such a name, anywhere downstream, would not hold what it seems to hold (case S58). */
const RESERVED_NAMES: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

/**
 * saml-core 2.7.3: at most one AttributeStatement; every attribute once, by Name alone: two that differ only in
 * NameFormat or FriendlyName are first to one reader and last to another (case S57).
 */
export function checkAttributes(assertion: Element): readonly SamlAttribute[] {
  const statement = optionalChild(assertion, saml("AttributeStatement"));
  if (!statement) return [];
  onlyChildren(statement, [saml("Attribute")]);
  const names = new Set<string>();
  return childElements(statement).map((element) => {
    const attribute = readAttribute(element);
    if (names.has(attribute.name)) {
      throw refusal("attribute_duplicate", `the attribute "${attribute.name}" is there twice`);
    }
    names.add(attribute.name);
    return attribute;
  });
}

function readAttribute(element: Element): SamlAttribute {
  const name = requirePlainText(requiredAttribute(element, "Name"), "the name of an attribute", MAX_NAME);
  if (RESERVED_NAMES.has(name)) {
    throw refusal("attribute_name_reserved", `an attribute is called "${name}"`);
  }
  onlyChildren(element, [saml("AttributeValue")]);
  const friendlyName = attributeOf(element, "FriendlyName");
  return {
    name,
    ...(friendlyName !== undefined && {
      friendlyName: requirePlainText(friendlyName, `the FriendlyName of "${name}"`, MAX_NAME),
    }),
    values: childrenNamed(element, ...saml("AttributeValue")).map((value) => readValue(value, name)),
  };
}

function readValue(value: Element, name: string): string {
  if (value.hasAttributeNS(XSI, "nil")) {
    throw refusal("attribute_value_nil", `a value of "${name}" is nil`);
  }
  if (childElements(value).length > 0) {
    throw refusal("attribute_value_nested", `a value of "${name}" holds elements`);
  }
  return requirePlainText(textOf(value), `a value of "${name}"`, MAX_VALUE);
}
