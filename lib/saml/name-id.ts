import { UNSPECIFIED_FORMAT } from "./namespaces";
import { leafText } from "./read-element";
import { refusal } from "./refusal";
import { requirePlainText } from "./text-rules";
import { attributeOf } from "./xml-dom";

/** Whom a message is about (saml-core 2.2.3), as it came. */
export interface NameId {
  readonly value: string;
  readonly format: string;
  /** The names within which the value means somebody (saml-core 2.2.2). */
  readonly nameQualifier?: string;
  readonly spNameQualifier?: string;
}

/** saml-core 8.3.7 caps persistent identifiers at 256; subject names of certificates are longer. */
const MAX_NAME_ID = 1024;
const MAX_QUALIFIER = 1024;

/** @throws AppError `signin.response_refused` */
export function readNameId(element: Element): NameId {
  const format = attributeOf(element, "Format") ?? UNSPECIFIED_FORMAT;
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]{1,250}$/.test(format)) {
    throw refusal("name_id_invalid", "the Format of NameID is not an absolute URI");
  }
  const nameQualifier = qualifier(element, "NameQualifier");
  const spNameQualifier = qualifier(element, "SPNameQualifier");
  return {
    value: requirePlainText(leafText(element), "NameID", MAX_NAME_ID),
    format,
    ...(nameQualifier !== undefined && { nameQualifier }),
    ...(spNameQualifier !== undefined && { spNameQualifier }),
  };
}

function qualifier(element: Element, name: string): string | undefined {
  const value = attributeOf(element, name);
  return value === undefined || value === "" ? undefined : requirePlainText(value, name, MAX_QUALIFIER);
}

/**
 * The same text for two NameIDs that "strongly match" (saml-core 3.3.4): value, format and both qualifiers. One that is
 * left out means the provider and us (saml-core 8.3.7), and providers leave it out in one message and not in another.
 */
export function nameIdKey(nameId: NameId, idpEntityId: string, spEntityId: string): string {
  const { value, format, nameQualifier, spNameQualifier } = nameId;
  return JSON.stringify([format, value, nameQualifier ?? idpEntityId, spNameQualifier ?? spEntityId]);
}
