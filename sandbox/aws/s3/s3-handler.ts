/**
 * A small S3, path style: enough to see what a session may do with the objects of a bucket. Owns buckets and S3's way of
 * speaking; who signed and what they may do is decided where it is for every service.
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../cloud";
import { AwsFault } from "../faults";
import { authenticate, type Caller } from "../sigv4/authenticate";
import type { Buckets } from "./buckets";
import { renderS3, type S3Node } from "./render";
import type { S3Reply } from "./s3-call";
import { inWordsOfS3, S3_FAULTS, S3Fault } from "./s3-fault";
import { perform } from "./s3-operations";
import { readS3Request, type S3Request } from "./s3-request";

export function s3Handler(cloud: Cloud, buckets: Buckets) {
  return async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const ids = {
      requestId: randomBytes(8).toString("hex").toUpperCase(),
      hostId: randomBytes(56).toString("base64"),
    };
    const reply = await answer(message, { cloud, buckets, ids });
    response.writeHead(reply.status, {
      "x-amz-request-id": ids.requestId,
      "x-amz-id-2": ids.hostId,
      ...(message.method === "HEAD" ? {} : { "content-length": Buffer.byteLength(reply.body ?? "") }),
      ...reply.headers,
    });
    response.end(message.method === "HEAD" ? undefined : reply.body);
  };
}

async function answer(
  message: IncomingMessage,
  { cloud, buckets, ids }: { cloud: Cloud; buckets: Buckets; ids: { requestId: string; hostId: string } },
): Promise<S3Reply> {
  try {
    const request = await readS3Request(message);
    return perform({ cloud, buckets, request, caller: callerOf(request, cloud) });
  } catch (error) {
    const fault = error instanceof S3Fault ? error : S3_FAULTS.internalError();
    if (fault !== error) console.error(error);
    const details = Object.entries(fault.details).map(([name, text]): S3Node => [name, text]);
    const body = renderS3(
      "Error",
      [
        ["Code", fault.code],
        ["Message", fault.message],
        ...details,
        ["RequestId", ids.requestId],
        ["HostId", ids.hostId],
      ],
      false,
    );
    const region = fault.details.Region === undefined ? {} : { "x-amz-bucket-region": fault.details.Region };
    return { status: fault.status, headers: { "content-type": "application/xml", ...region }, body };
  }
}

function callerOf(request: S3Request, cloud: Cloud): Caller {
  try {
    return authenticate(request, "s3", cloud);
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    const withToken =
      request.headers["x-amz-security-token"] !== undefined || request.query.has("X-Amz-Security-Token");
    throw inWordsOfS3(error, withToken);
  }
}
