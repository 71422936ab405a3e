import { permit } from "../permit";
import { renderS3, type S3Node } from "../render";
import type { S3Call, S3Reply } from "../s3-call";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export function listBuckets(call: S3Call): S3Reply {
  const { account } = call.caller;
  const { name: partition } = account.partition;
  permit(call, { action: "s3:ListAllMyBuckets", resource: `arn:${partition}:s3:::*` });
  const prefix = call.request.query.get("prefix") ?? "";
  const buckets = call.buckets.ofAccount(account.accountId).filter(({ name }) => name.startsWith(prefix));
  const body = renderS3(
    "ListAllMyBucketsResult",
    [
      ["Owner", [["ID", account.accountId.padStart(64, "0")]]],
      [
        "Buckets",
        buckets.map(
          ({ name, createDate, region }): S3Node => [
            "Bucket",
            [
              ["Name", name],
              ["CreationDate", createDate.toISOString()],
              ["BucketRegion", region],
            ],
          ],
        ),
      ],
    ],
    true,
  );
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}
