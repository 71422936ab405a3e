import type { IncomingMessage } from "node:http";
import { regionOfHost } from "../partitions";
import { QueryParams } from "./query-params";

/** A Query call as it arrived: what the action reads and what its signature covers. */
export interface QueryRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark, undecoded. */
  readonly rawQuery: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  readonly params: QueryParams;
  readonly sourceIp: string;
  /** Of the endpoint's name; none when called by a loopback address, which stands for every Region. */
  readonly endpointRegion: string | undefined;
}

/** Larger bodies get 413 and no words. */
const MAX_BODY_BYTES = 10_000_000;

/**
 * Reads a request whole.
 * @param region of the endpoint, where its address says so already.
 * @returns `too-large` when the body is over 10,000,000 bytes; the rest of it is thrown away unread.
 */
export async function readQueryRequest(
  message: IncomingMessage,
  region?: string,
): Promise<QueryRequest | "too-large"> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BODY_BYTES) return "too-large";
  const body = Buffer.concat(chunks);
  const [path = "/", ...query] = (message.url ?? "/").split("?");
  const rawQuery = query.join("?");
  const form = message.method === "POST" ? body.toString("utf8") : rawQuery;
  return {
    method: message.method ?? "GET",
    path,
    rawQuery,
    headers: message.headers,
    body,
    params: new QueryParams(new URLSearchParams(form)),
    sourceIp: (message.socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, ""),
    endpointRegion: region ?? regionOfHost(message.headers.host),
  };
}
