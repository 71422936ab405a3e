import { createHash, createHmac } from "node:crypto";
import type { SignatureParts } from "./credential";
import type { SignedRequest } from "./signed-request";

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");

/** The signature that the holder of the secret key would have put on this request, in hex. */
export function computeSignature(
  request: SignedRequest,
  parts: SignatureParts,
  secretAccessKey: string,
): string {
  const stringToSign = [
    "AWS4-HMAC-SHA256",
    parts.amzDate,
    parts.scope,
    sha256(canonicalRequest(request, parts)),
  ].join("\n");
  const dateKey = hmac(`AWS4${secretAccessKey}`, parts.scopeDate);
  const signingKey = hmac(hmac(hmac(dateKey, parts.region), parts.service), parts.terminator);
  return hmac(signingKey, stringToSign).toString("hex");
}

function canonicalRequest(request: SignedRequest, parts: SignatureParts): string {
  const headers = parts.signedHeaders.map((name) => `${name}:${headerValue(request, name)}\n`).join("");
  return [
    request.method,
    canonicalPath(request.path, parts.service),
    canonicalQuery(request.rawQuery),
    headers,
    parts.signedHeaders.join(";"),
    request.payloadHash ?? sha256(request.body),
  ].join("\n");
}

function headerValue(request: SignedRequest, name: string): string {
  const value = request.headers[name];
  const text = Array.isArray(value) ? value.join(",") : (value ?? "");
  return text.trim().replace(/\s+/g, " ");
}

/** S3 alone escapes a path once: its keys are names, to which every character belongs. */
function canonicalPath(path: string, service: string): string {
  const segments = path.split("/");
  return (
    service === "s3" ? segments.map((segment) => encode(unescapePath(segment))) : segments.map(encode)
  ).join("/");
}

/** A path segment's text; one that is not escaped properly stands for itself. */
export function unescapePath(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function canonicalQuery(rawQuery: string): string {
  return rawQuery
    .split("&")
    .filter((pair) => pair !== "" && !pair.startsWith("X-Amz-Signature="))
    .map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [encode(decode(name)), encode(decode(value.join("=")))] as const;
    })
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map((pair) => pair.join("="))
    .join("&");
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** RFC 3986: everything but unreserved characters is escaped, with upper-case hex. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  return unescapePath(text.replaceAll("+", " "));
}
