import type { Bucket, StoredObject } from "../buckets";
import { storedObject } from "../buckets";
import { isPermitted, permit } from "../permit";
import type { BucketCall, ObjectCall, S3Reply } from "../s3-call";
import { S3_FAULTS } from "../s3-fault";

const arnOf = (bucket: Bucket, key: string) => `${bucket.arn}/${key}`;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export function putObject(call: ObjectCall): S3Reply {
  const { bucket, key, request, cloud } = call;
  permit(call, { action: "s3:PutObject", resource: arnOf(bucket, key), bucket });
  const metadata = Object.entries(request.headers).flatMap(([name, value]) =>
    name.startsWith("x-amz-meta-") ? [[name, String(value)] as const] : [],
  );
  const contentType = request.headers["content-type"] ?? "binary/octet-stream";
  const object = storedObject(request.content, contentType, cloud.clock(), Object.fromEntries(metadata));
  bucket.objects.set(key, object);
  return { status: 200, headers: { etag: object.etag, "x-amz-server-side-encryption": "AES256" } };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export function getObject(call: ObjectCall): S3Reply {
  const object = findObject(call);
  return { status: 200, headers: headersOf(object), body: object.body };
}

/** GetObject's headers, and its permission: there is no s3:HeadObject. */
export function headObject(call: ObjectCall): S3Reply {
  const object = findObject(call);
  return { status: 200, headers: { ...headersOf(object), "content-length": String(object.body.length) } };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html: what is not there is deleted as well. */
export function deleteObject(call: ObjectCall): S3Reply {
  const { bucket, key } = call;
  permit(call, { action: "s3:DeleteObject", resource: arnOf(bucket, key), bucket });
  bucket.objects.delete(key);
  return { status: 204 };
}

/** Whether the bucket is there and may be listed. */
export function headBucket(call: BucketCall): S3Reply {
  const { bucket } = call;
  permit(call, { action: "s3:ListBucket", resource: bucket.arn, bucket });
  return { status: 200, headers: { "x-amz-bucket-region": bucket.region } };
}

function findObject(call: ObjectCall): StoredObject {
  const { bucket, key } = call;
  permit(call, { action: "s3:GetObject", resource: arnOf(bucket, key), bucket });
  const object = bucket.objects.get(key);
  if (object !== undefined) return object;
  // That a key is not there is a secret of whoever may list the bucket.
  if (isPermitted(call, { action: "s3:ListBucket", resource: bucket.arn, bucket }))
    throw S3_FAULTS.noSuchKey(key);
  throw S3_FAULTS.accessDenied();
}

function headersOf({ contentType, etag, lastModified, metadata }: StoredObject): Record<string, string> {
  return {
    "content-type": contentType,
    etag,
    "last-modified": lastModified.toUTCString(),
    "x-amz-server-side-encryption": "AES256",
    ...metadata,
  };
}
