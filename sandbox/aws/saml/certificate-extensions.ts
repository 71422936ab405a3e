/** One DER element: its tag and its content. */
interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
}

/** Context tag 3 of a TBSCertificate: the extensions (RFC 5280, 4.1). */
const EXTENSIONS = 0xa3;

/**
 * Object identifiers of a certificate's extensions, in hex and with repetitions. Node can read a certificate that repeats
 * an extension, which RFC 5280 forbids and IAM refuses, but does not list them; that is why this reads DER itself.
 * @throws RangeError when the bytes are not DER.
 */
export function extensionOids(der: Buffer): string[] {
  const tbsCertificate = first(elements(first(elements(der)).content));
  const extensions = elements(tbsCertificate.content).find(({ tag }) => tag === EXTENSIONS);
  if (extensions === undefined) return [];
  return elements(first(elements(extensions.content)).content).map(({ content }) =>
    first(elements(content)).content.toString("hex"),
  );
}

function elements(bytes: Buffer): DerElement[] {
  const found: DerElement[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const tag = bytes.readUInt8(offset);
    const short = bytes.readUInt8(offset + 1);
    const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
    const length = lengthBytes === 0 ? short : bytes.readUIntBE(offset + 2, lengthBytes);
    const start = offset + 2 + lengthBytes;
    if (start + length > bytes.length) throw new RangeError("an element is longer than its parent");
    found.push({ tag, content: bytes.subarray(start, start + length) });
    offset = start + length;
  }
  return found;
}

function first(list: readonly DerElement[]): DerElement {
  const [element] = list;
  if (element === undefined) throw new RangeError("an empty element");
  return element;
}
