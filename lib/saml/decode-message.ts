import type { Secret } from "../secret/secret";
import { refusal } from "./refusal";

/** Decoded size. 4,000 groups need about 190 KiB; more than this no genuine provider sends. */
export const MAX_RESPONSE_BYTES = 256 * 1024;
/** Base64 plus line breaks every 60 characters, CRLF. */
const MAX_ENCODED_LENGTH = Math.ceil((MAX_RESPONSE_BYTES * 4) / 3) * 1.05;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * The XML text of a `SAMLResponse` form value (saml-bindings 3.5.4: base64 of UTF-8).
 * Node's own decoder skips what it does not know; here anything but base64 and line breaks is refused,
 * so that two readers can never disagree about the bytes.
 *
 * @returns XML with line ends normalized to `\n` (XML 1.0, 2.11), as every later step must see it
 * @throws AppError `signin.response_refused`
 */
export function decodeSamlResponse(samlResponse: Secret): string {
  const encoded = samlResponse.reveal();
  if (encoded.length === 0) {
    throw refusal("response_missing", "SAMLResponse is empty");
  }
  if (encoded.length > MAX_ENCODED_LENGTH) {
    throw refusal("response_too_large", `SAMLResponse has ${encoded.length} characters`);
  }
  const compact = encoded.replace(/\r?\n/g, "");
  if (!BASE64.test(compact)) {
    throw refusal("base64_invalid", "SAMLResponse is not base64");
  }
  const bytes = Buffer.from(compact, "base64");
  if (bytes.toString("base64") !== compact) {
    throw refusal("base64_invalid", "SAMLResponse is not canonical base64: unused bits are set");
  }
  if (bytes.length > MAX_RESPONSE_BYTES) {
    throw refusal("response_too_large", `SAMLResponse decodes to ${bytes.length} bytes`);
  }
  return decodeUtf8(bytes).replace(/\r\n?/g, "\n");
}

function decodeUtf8(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw refusal("utf8_invalid", "SAMLResponse is not UTF-8", cause);
  }
  if (text.startsWith("\uFEFF")) {
    throw refusal("byte_order_mark", "SAMLResponse starts with a byte order mark");
  }
  return text;
}
