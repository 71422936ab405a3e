import { listBuckets } from "./actions/list-buckets";
import { listObjects } from "./actions/list-objects";
import { deleteObject, getObject, headBucket, headObject, putObject } from "./actions/object";
import type { BucketCall, ObjectCall, S3Call, S3Reply } from "./s3-call";
import { S3_FAULTS } from "./s3-fault";
import type { S3Request } from "./s3-request";

interface Operation<Call> {
  readonly run: (call: Call) => S3Reply;
  /** Query parameters that it takes; any other asks for something else. */
  readonly query: readonly string[];
}

const SERVICE: Readonly<Record<string, Operation<S3Call>>> = {
  GET: { run: listBuckets, query: ["prefix", "max-buckets"] },
};

const BUCKET: Readonly<Record<string, Operation<BucketCall>>> = {
  GET: {
    run: listObjects,
    query: [
      "list-type",
      "prefix",
      "delimiter",
      "max-keys",
      "continuation-token",
      "start-after",
      "encoding-type",
      "fetch-owner",
    ],
  },
  HEAD: { run: headBucket, query: [] },
};

const OBJECT: Readonly<Record<string, Operation<ObjectCall>>> = {
  GET: { run: getObject, query: [] },
  HEAD: { run: headObject, query: [] },
  PUT: { run: putObject, query: [] },
  DELETE: { run: deleteObject, query: [] },
};

/** Headers of a call that change nothing about what is stored, or that are taken care of. */
const KNOWN_HEADERS =
  /^x-amz-(date|security-token|content-sha256|decoded-content-length|trailer|te|user-agent|meta-.+|checksum-.+|sdk-.+|request-payer|expected-bucket-owner)$/;

/**
 * Performs a call. What is not here is refused, never half done: an upload whose `x-amz-acl` or tags were dropped would
 * tell its sender that they hold.
 * @throws S3Fault
 */
export function perform(call: S3Call): S3Reply {
  const { request } = call;
  if (request.bucket === undefined) return operationOf(SERVICE, request).run(call);
  const bucket = call.buckets.find(request.bucket);
  if (bucket === undefined) throw S3_FAULTS.noSuchBucket(request.bucket);
  const region = /\/(?:[^/]+)\/([a-z0-9-]+)\/s3\/aws4_request/.exec(scopeOf(request))?.[1] ?? "";
  if (region !== bucket.region) throw S3_FAULTS.wrongRegion(region, bucket.region);
  if (request.key === undefined) {
    if (request.method === "GET" && request.query.get("list-type") !== "2")
      throw S3_FAULTS.notImplemented(request.rawQuery);
    return operationOf(BUCKET, request).run({ ...call, bucket });
  }
  return operationOf(OBJECT, request).run({ ...call, bucket, key: request.key });
}

const scopeOf = ({ headers, query }: S3Request) =>
  headers.authorization ?? query.get("X-Amz-Credential") ?? "";

function operationOf<Call>(
  operations: Readonly<Record<string, Operation<Call>>>,
  { method, query, headers }: S3Request,
): Operation<Call> {
  const operation = operations[method];
  if (operation === undefined) throw S3_FAULTS.methodNotAllowed(method);
  // x-id is the SDK's own note of the operation; X-Amz-… are a presigned query's.
  const foreign = [...query.keys()].find(
    (name) => !operation.query.includes(name) && name !== "x-id" && !/^x-amz-/i.test(name),
  );
  const header = Object.keys(headers).find((name) => name.startsWith("x-amz-") && !KNOWN_HEADERS.test(name));
  if (foreign !== undefined || header !== undefined) throw S3_FAULTS.notImplemented(foreign ?? header ?? "");
  return operation;
}
