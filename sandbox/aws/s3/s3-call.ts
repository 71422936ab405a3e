import type { Cloud } from "../cloud";
import type { Caller } from "../sigv4/authenticate";
import type { Bucket, Buckets } from "./buckets";
import type { S3Request } from "./s3-request";

/** A call whose signature was checked. */
export interface S3Call {
  readonly cloud: Cloud;
  readonly buckets: Buckets;
  readonly caller: Caller;
  readonly request: S3Request;
}

/** A call about a bucket that exists. */
export interface BucketCall extends S3Call {
  readonly bucket: Bucket;
}

/** A call about an object, which may not exist. */
export interface ObjectCall extends BucketCall {
  readonly key: string;
}

export interface S3Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}
