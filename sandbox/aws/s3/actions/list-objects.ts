import type { StoredObject } from "../buckets";
import { permit } from "../permit";
import { renderS3, type S3Node } from "../render";
import type { BucketCall, S3Reply } from "../s3-call";
import { S3_FAULTS } from "../s3-fault";

interface Page {
  readonly contents: readonly (readonly [string, StoredObject])[];
  readonly commonPrefixes: readonly string[];
  readonly next: string | undefined;
}

/** ListObjectsV2. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function listObjects(call: BucketCall): S3Reply {
  const { bucket, request } = call;
  const { query } = request;
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") || undefined;
  const keys = {
    "s3:prefix": query.get("prefix") ?? undefined,
    "s3:delimiter": delimiter,
    "s3:max-keys": query.get("max-keys") ?? undefined,
  };
  permit(call, { action: "s3:ListBucket", resource: bucket.arn, bucket, keys });
  const maxKeys = Number(query.get("max-keys") ?? 1000);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) throw S3_FAULTS.invalidArgument("max-keys");
  const token = query.get("continuation-token");
  const after = token === null ? query.get("start-after") : Buffer.from(token, "base64url").toString();
  const page = pageOf(bucket.objects, {
    prefix,
    delimiter,
    after: after ?? "",
    maxKeys: Math.min(maxKeys, 1000),
  });
  const isEncoded = query.get("encoding-type") === "url";
  const name = (text: string) => (isEncoded ? encodeURIComponent(text).replaceAll("%2F", "/") : text);
  const optional = (element: string, text: string | null | undefined): S3Node[] =>
    text ? [[element, text]] : [];
  const body = renderS3(
    "ListBucketResult",
    [
      ["Name", bucket.name],
      ["Prefix", name(prefix)],
      ...optional("Delimiter", delimiter && name(delimiter)),
      ...optional("StartAfter", query.get("start-after")),
      ...optional("ContinuationToken", token),
      ...optional("EncodingType", isEncoded ? "url" : undefined),
      ...optional("NextContinuationToken", page.next && Buffer.from(page.next).toString("base64url")),
      ["KeyCount", String(page.contents.length + page.commonPrefixes.length)],
      ["MaxKeys", String(maxKeys)],
      ["IsTruncated", String(page.next !== undefined)],
      ...page.contents.map(
        ([
          key,
          {
            lastModified,
            etag,
            body: { length },
          },
        ]): S3Node => [
          "Contents",
          [
            ["Key", name(key)],
            ["LastModified", lastModified.toISOString()],
            ["ETag", etag],
            ["Size", String(length)],
            ["StorageClass", "STANDARD"],
          ],
        ],
      ),
      ...page.commonPrefixes.map((common): S3Node => ["CommonPrefixes", [["Prefix", name(common)]]]),
    ],
    true,
  );
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}

function pageOf(
  objects: ReadonlyMap<string, StoredObject>,
  wish: { prefix: string; delimiter: string | undefined; after: string; maxKeys: number },
): Page {
  const contents: [string, StoredObject][] = [];
  const commonPrefixes: string[] = [];
  let last = wish.after;
  const keys = [...objects].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const [key, object] of keys) {
    const common = commonPrefix(key, wish);
    const isKnown = common !== undefined && (commonPrefixes.includes(common) || last.startsWith(common));
    if (!key.startsWith(wish.prefix) || key <= wish.after || isKnown) continue;
    if (contents.length + commonPrefixes.length === wish.maxKeys) {
      return { contents, commonPrefixes, next: wish.maxKeys === 0 ? undefined : last };
    }
    if (common === undefined) contents.push([key, object]);
    else commonPrefixes.push(common);
    last = common ?? key;
  }
  return { contents, commonPrefixes, next: undefined };
}

/** What keys below a delimiter are summed up under. */
function commonPrefix(
  key: string,
  { prefix, delimiter }: { prefix: string; delimiter: string | undefined },
): string | undefined {
  if (delimiter === undefined) return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}
