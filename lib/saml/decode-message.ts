import type { Secret } from "../secret/secret";
import { refusal } from "./refusal";

/** Decoded size. 4,000 groups need about 190 KiB; more than this no genuine provider sends. */
export const MAX_RESPONSE_BYTES = 256 * 1024;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * The XML text of a `SAMLResponse` form value (saml-bindings 3.5.4: base64 of UTF-8).
 *
 * @returns XML with line ends normalized to `\n` (XML 1.0, 2.11), as every later step must see it
 * @throws AppError `signin.response_refused`
 */
export function decodeSamlResponse(samlResponse: Secret): string {
  return decodeFormValue(samlResponse.reveal(), MAX_RESPONSE_BYTES);
}

/** The same for any message of the POST binding. @param maxBytes decoded */
export function decodeFormValue(encoded: string, maxBytes: number): string {
  if (encoded.length === 0) {
    throw refusal("response_missing", "the message is empty");
  }
  // Base64 may come with line breaks every 60 characters, CRLF.
  if (encoded.length > Math.ceil((maxBytes * 4) / 3) * 1.05) {
    throw refusal("response_too_large", `the message has ${encoded.length} characters`);
  }
  return decodeText(decodeBase64(encoded.replace(/\r?\n/g, ""), maxBytes));
}

/**
 * Node's own decoder skips what it does not know; here anything but base64 is refused, so that two readers can never
 * disagree about the bytes.
 * @throws AppError `signin.response_refused`
 */
export function decodeBase64(encoded: string, maxBytes: number): Buffer {
  if (!BASE64.test(encoded)) {
    throw refusal("base64_invalid", "it is not base64");
  }
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.toString("base64") !== encoded) {
    throw refusal("base64_invalid", "it is not canonical base64: unused bits are set");
  }
  if (bytes.length > maxBytes) {
    throw refusal("response_too_large", `the message decodes to ${bytes.length} bytes`);
  }
  return bytes;
}

/**
 * @returns XML with line ends normalized
 * @throws AppError `signin.response_refused`
 */
export function decodeText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw refusal("utf8_invalid", "the message is not UTF-8", cause);
  }
  if (text.startsWith("\uFEFF")) {
    throw refusal("byte_order_mark", "the message starts with a byte order mark");
  }
  return text.replace(/\r\n?/g, "\n");
}
