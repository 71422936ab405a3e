import { SaxesParser, type SaxesTagNS } from "saxes";
import { DS, XENC } from "./namespaces";

/**
 * Streaming look at XML before any tree is built. Everything that makes two XML readers disagree, or one
 * reader slow, ends here: DOCTYPE and entities (XXE, expansion), comments, processing instructions and CDATA
 * (they split text: CVE-2017-11427 and family; xml-crypto digests instructions as text), void
 * canonicalization by relative namespaces, look-alike ID attributes, and sheer size.
 */
export type ScanFinding =
  | "not_well_formed"
  | "doctype"
  | "processing_instruction"
  | "comment"
  | "cdata"
  | "xml_declaration"
  | "foreign_line_end"
  | "too_many_elements"
  | "too_many_attributes"
  | "too_deep"
  | "namespace_relative"
  | "id_decoy"
  | "id_duplicate";

export interface ScanLimits {
  readonly elements: number;
  /** Of one element, namespace declarations included. */
  readonly attributesOfOneElement: number;
  /** Of the whole document. */
  readonly attributes: number;
  readonly depth: number;
  /** Metadata files carry a few; a protocol message has no use for one. Behind the root each costs more than the last. */
  readonly comments: number;
}

export interface ScannedElement {
  readonly uri: string;
  readonly local: string;
  /** 1 for the root. */
  readonly depth: number;
  /** Value of an attribute without prefix. */
  attribute(name: string): string | undefined;
}

/** Thrown by {@link scanXml}; the caller says what it means for its message. */
export class ScanRefusal extends Error {
  readonly finding: ScanFinding;

  constructor(finding: ScanFinding, explanation: string, cause?: unknown) {
    super(explanation, cause === undefined ? undefined : { cause });
    this.name = "ScanRefusal";
    this.finding = finding;
  }
}

/**
 * Reads the text once, in linear time, and stops at the first thing that must not be there.
 * @param onElement sees every element in document order; may throw
 * @throws ScanRefusal, or what `onElement` throws
 */
export function scanXml(
  xml: string,
  limits: ScanLimits,
  onElement: (element: ScannedElement) => void = () => undefined,
): void {
  refuseForeignLineEnds(xml);
  const parser = new SaxesParser({ xmlns: true });
  const ids = new Set<string>();
  let [elements, attributes, ofThisElement, depth, comments] = [0, 0, 0, 0, 0];

  // A declaration that says another encoding or XML 1.1 would make other readers see other characters.
  parser.on("xmldecl", ({ version, encoding }) => {
    if (version !== "1.0" || (encoding !== undefined && encoding.toUpperCase() !== "UTF-8")) {
      throw new ScanRefusal("xml_declaration", `XML ${version} in ${encoding} is not XML 1.0 in UTF-8`);
    }
  });
  parser.on("doctype", () => {
    throw new ScanRefusal("doctype", "there is a DOCTYPE");
  });
  parser.on("processinginstruction", ({ target }) => {
    throw new ScanRefusal("processing_instruction", `there is a processing instruction "${target}"`);
  });
  parser.on("comment", () => {
    comments += 1;
    if (comments > limits.comments) throw new ScanRefusal("comment", commentsExplained(limits.comments));
  });
  parser.on("cdata", () => {
    throw new ScanRefusal("cdata", "there is a CDATA section");
  });
  parser.on("error", (error) => {
    throw new ScanRefusal("not_well_formed", `XML is not well-formed: ${error.message}`);
  });
  parser.on("opentagstart", () => {
    elements += 1;
    depth += 1;
    ofThisElement = 0;
    if (elements > limits.elements) {
      throw new ScanRefusal("too_many_elements", `there are more than ${limits.elements} elements`);
    }
    if (depth > limits.depth) {
      throw new ScanRefusal("too_deep", `elements are nested deeper than ${limits.depth}`);
    }
  });
  parser.on("attribute", () => {
    attributes += 1;
    ofThisElement += 1;
    if (ofThisElement > limits.attributesOfOneElement || attributes > limits.attributes) {
      throw new ScanRefusal("too_many_attributes", `attribute ${attributes} is one too many`);
    }
  });
  parser.on("opentag", (tag) => {
    refuseRelativeNamespaces(tag);
    refuseIdDecoys(tag, ids);
    const attribute = (name: string) => tag.attributes[name]?.value;
    onElement({ uri: tag.uri, local: tag.local, depth, attribute });
  });
  parser.on("closetag", () => {
    depth -= 1;
  });
  parser.write(xml).close();
}

/**
 * XML 1.1 ends lines with these, XML 1.0 does not. The parser of the signature check makes line feeds of them in either,
 * so that it would accept a message which other verifiers read otherwise.
 */
function refuseForeignLineEnds(xml: string): void {
  const found = /[\u0085\u2028]/.exec(xml)?.[0];
  if (found === undefined) return;
  const name = found === "\u0085" ? "U+0085" : "U+2028";
  throw new ScanRefusal("foreign_line_end", `there is a line end of XML 1.1 (${name})`);
}

/** RFC 3986, section 4.3 with a fragment, as far as characters go. */
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]*$/;

/**
 * Canonicalizers fail or give nothing for a relative namespace name ("The Fragile Lock", 2025), and differ about one
 * that is no URI at all.
 */
function refuseRelativeNamespaces(tag: SaxesTagNS): void {
  for (const [prefix, uri] of Object.entries(tag.ns)) {
    if (!ABSOLUTE_URI.test(uri)) {
      throw new ScanRefusal("namespace_relative", `prefix "${prefix}" has the namespace "${uri}"`);
    }
  }
}

/**
 * Signature code looks an element up by `ID`, `Id`, `id` or `xml:id`. Only SAML's `ID` and the
 * `Id` of XML Signature and Encryption may be there, and no value twice, so that every lookup finds the same element.
 */
function refuseIdDecoys(tag: SaxesTagNS, ids: Set<string>): void {
  for (const attribute of Object.values(tag.attributes)) {
    if (attribute.local.toLowerCase() !== "id") continue;
    const expected = tag.uri === DS || tag.uri === XENC ? "Id" : "ID";
    if (attribute.name !== expected) {
      throw new ScanRefusal("id_decoy", `<${tag.name}> has an attribute "${attribute.name}"`);
    }
    if (ids.has(attribute.value)) {
      throw new ScanRefusal("id_duplicate", `the ID "${attribute.value}" is there twice`);
    }
    ids.add(attribute.value);
  }
}

function commentsExplained(most: number): string {
  return most === 0 ? "there is a comment" : `there are more than ${most} comments`;
}
