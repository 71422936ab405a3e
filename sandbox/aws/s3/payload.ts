import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { crc32 } from "node:zlib";
import { S3_FAULTS } from "./s3-fault";

/** A request's body as it came, what its signature took for the body's hash, and the object in it. */
export interface Payload {
  readonly payloadHash: string;
  readonly content: Buffer;
}

const UNSIGNED = ["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"];

/**
 * Takes a body apart and checks every checksum that came with it and is known here.
 * @param presigned a presigned query signs no body.
 * @throws S3Fault
 */
export function readPayload(body: Buffer, headers: IncomingHttpHeaders, presigned: boolean): Payload {
  const declared = presigned ? "UNSIGNED-PAYLOAD" : headers["x-amz-content-sha256"];
  if (typeof declared !== "string") throw S3_FAULTS.missingContentSha256();
  if (/^STREAMING-/.test(declared) && !UNSIGNED.includes(declared)) {
    // Chunks that are signed one by one: the stock CLI and SDKs for JavaScript and Python never send them.
    throw S3_FAULTS.notImplemented("x-amz-content-sha256");
  }
  if (!UNSIGNED.includes(declared) && declared !== hex("sha256", body))
    throw S3_FAULTS.contentSha256Mismatch();
  const chunked = declared === "STREAMING-UNSIGNED-PAYLOAD-TRAILER" ? readChunks(body) : undefined;
  const content = chunked?.content ?? body;
  checkLength(content, headers["x-amz-decoded-content-length"]);
  checkDigests(content, { ...headers, ...chunked?.trailers });
  return { payloadHash: declared, content };
}

/** `aws-chunked`: hexadecimal sizes before the chunks, an empty chunk, then trailers. */
function readChunks(body: Buffer): { content: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const end = body.indexOf("\r\n", offset);
    const size = /^[0-9a-f]{1,8}$/i.exec(body.toString("latin1", offset, Math.max(end, offset)))?.[0];
    if (size === undefined) throw S3_FAULTS.incompleteBody();
    const start = end + 2;
    const length = Number.parseInt(size, 16);
    if (length === 0)
      return { content: Buffer.concat(chunks), trailers: readTrailers(body.toString("latin1", start)) };
    if (start + length > body.length) throw S3_FAULTS.incompleteBody();
    chunks.push(body.subarray(start, start + length));
    offset = start + length + 2;
  }
}

function readTrailers(text: string): Record<string, string> {
  const lines = text.split("\r\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const [name = "", ...value] = line.split(":");
      return [name.trim().toLowerCase(), value.join(":").trim()];
    }),
  );
}

function checkLength(content: Buffer, decodedLength: string | string[] | undefined): void {
  if (decodedLength !== undefined && Number(decodedLength) !== content.length)
    throw S3_FAULTS.incompleteBody();
}

function checkDigests(content: Buffer, headers: IncomingHttpHeaders): void {
  const expected = {
    "content-md5": () => base64("md5", content),
    "x-amz-checksum-sha1": () => base64("sha1", content),
    "x-amz-checksum-sha256": () => base64("sha256", content),
    "x-amz-checksum-crc32": () => {
      const sum = Buffer.alloc(4);
      sum.writeUInt32BE(crc32(content));
      return sum.toString("base64");
    },
  };
  for (const [name, compute] of Object.entries(expected)) {
    const given = headers[name];
    if (given !== undefined && given !== compute()) throw S3_FAULTS.badDigest(name);
  }
}

const hex = (algorithm: string, data: Buffer) => createHash(algorithm).update(data).digest("hex");
const base64 = (algorithm: string, data: Buffer) => createHash(algorithm).update(data).digest("base64");
