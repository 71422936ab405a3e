import type { IncomingMessage } from "node:http";
import type { RequestOrigin } from "../authorize/request-keys";
import { unescapePath } from "../sigv4/compute-signature";
import type { SignedRequest } from "../sigv4/signed-request";
import { readPayload } from "./payload";
import { S3_FAULTS } from "./s3-fault";

/** A call as S3 understands it: path style, `/bucket/key`. */
export interface S3Request extends SignedRequest {
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly query: URLSearchParams;
  readonly content: Buffer;
  readonly origin: RequestOrigin;
}

/** Enough for whatever a person tries by hand; larger objects take the multipart calls, which are not here. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Reads a request whole. @throws S3Fault */
export async function readS3Request(message: IncomingMessage): Promise<S3Request> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BODY_BYTES) throw S3_FAULTS.entityTooLarge();
  const body = Buffer.concat(chunks);
  const [path = "/", ...rest] = (message.url ?? "/").split("?");
  const rawQuery = rest.join("?");
  const query = new URLSearchParams(rawQuery);
  // Before a body's hash is missed: signatures of Version 2 have none.
  if (query.has("AWSAccessKeyId") || message.headers.authorization?.startsWith("AWS ")) {
    throw S3_FAULTS.signatureVersion2();
  }
  const [bucket = "", ...key] = path.slice(1).split("/").map(unescapePath);
  const { headers } = message;
  return {
    method: message.method ?? "GET",
    path,
    rawQuery,
    query,
    headers,
    body,
    ...readPayload(body, headers, query.has("X-Amz-Algorithm")),
    endpointRegion: undefined,
    bucket: bucket || undefined,
    key: key.join("/") || undefined,
    origin: {
      sourceIp: (message.socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, ""),
      userAgent: headers["user-agent"],
      region: undefined,
    },
  };
}
