import { authorize, type Verdict } from "../authorize/authorize";
import { requestContext } from "../authorize/request-keys";
import { callerIdentity } from "../sts/session-arn";
import type { Bucket } from "./buckets";
import type { S3Call } from "./s3-call";
import { S3_FAULTS, type S3Fault } from "./s3-fault";

/** What an operation asks leave for. */
interface Permission {
  /** `s3:GetObject`. */
  readonly action: string;
  /** ARN of the bucket or the object. */
  readonly resource: string;
  /** The bucket, whose policy has a say; none for ListAllMyBuckets. */
  readonly bucket?: Bucket;
  /** `s3:prefix` and such. */
  readonly keys?: Readonly<Record<string, string | undefined>>;
}

/** @throws S3Fault AccessDenied, in the words of the kind of policy that stands in the way. */
export function permit(call: S3Call, permission: Permission): void {
  const verdict = judge(call, permission);
  if (!verdict.allowed) throw refusal(call, permission, verdict);
}

export function isPermitted(call: S3Call, permission: Permission): boolean {
  return judge(call, permission).allowed;
}

function judge(
  { caller, request, cloud }: S3Call,
  { action, resource, bucket, keys = {} }: Permission,
): Verdict {
  const context = requestContext({ ...request.origin, region: bucket?.region }, caller.account.partition).set(
    "s3:x-amz-content-sha256",
    request.payloadHash,
  );
  for (const [key, value] of Object.entries(keys)) context.set(key, value);
  return authorize(
    caller,
    {
      action,
      resource,
      context,
      resourceAccountId: bucket?.accountId ?? caller.account.accountId,
      ...(bucket?.policy === undefined ? {} : { resourcePolicy: bucket.policy }),
    },
    cloud,
  );
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html: details for callers of the
 * bucket's own account only.
 */
function refusal(
  { caller }: S3Call,
  { action, resource, bucket }: Permission,
  { by, explicit }: Extract<Verdict, { allowed: false }>,
): S3Fault {
  if (bucket !== undefined && bucket.accountId !== caller.account.accountId) return S3_FAULTS.accessDenied();
  const article = by === "identity-based" ? "an" : "a";
  const because = explicit
    ? `with an explicit deny in ${article} ${by} policy`
    : `because no ${by} policy allows the ${action} action`;
  return S3_FAULTS.accessDenied(
    `User: ${callerIdentity(caller).arn} is not authorized to perform: ${action} on resource: "${resource}" ${because}`,
  );
}
