import type { Guard } from "./guard";

/** Attributes and their text. */

export const CONTENT_GUARDS: readonly Guard[] = [
  {
    case: "S57",
    guard: "every attribute once",
    file: "lib/saml/check-attributes.ts",
    from: "if (names.has(attribute.name))",
    to: "if (false)",
  },
  {
    case: "S57",
    guard: "Name alone names it",
    file: "lib/saml/check-attributes.ts",
    from: `    names.add(attribute.name);
`,
    to: "",
  },
  {
    case: "S58",
    guard: "reserved names",
    file: "lib/saml/check-attributes.ts",
    from: "if (RESERVED_NAMES.has(name))",
    to: "if (false)",
  },
  {
    case: "S59",
    guard: "no nil",
    file: "lib/saml/check-attributes.ts",
    from: 'if (value.hasAttributeNS(XSI, "nil"))',
    to: "if (false)",
  },
  {
    case: "S59",
    guard: "no elements in values",
    file: "lib/saml/check-attributes.ts",
    from: "if (childElements(value).length > 0)",
    to: "if (false)",
  },
  {
    case: "S59",
    guard: "only values in an attribute",
    file: "lib/saml/check-attributes.ts",
    from: `  onlyChildren(element, [saml("AttributeValue")]);
`,
    to: "",
  },
  {
    case: "S59",
    guard: "no empty value",
    file: "lib/saml/text-rules.ts",
    from: 'if (value === "") throw',
    to: "if (false) throw",
  },
  {
    case: "S59",
    guard: "no endless value",
    file: "lib/saml/text-rules.ts",
    from: "if (value.length > maxLength)",
    to: "if (false)",
  },
  {
    case: "S60",
    guard: "no control character",
    file: "lib/saml/text-rules.ts",
    from: "if (control) throw",
    to: "if (false) throw",
  },
  {
    case: "S60",
    guard: "no invisible character",
    file: "lib/saml/text-rules.ts",
    from: "if (invisible) throw",
    to: "if (false) throw",
  },
  {
    case: "S60",
    guard: "no white space at the edges",
    file: "lib/saml/text-rules.ts",
    from: "if (value !== value.trim())",
    to: "if (false)",
  },
  {
    case: "S60",
    guard: "normal form C",
    file: "lib/saml/text-rules.ts",
    from: 'if (value !== value.normalize("NFC"))',
    to: "if (false)",
  },
];
