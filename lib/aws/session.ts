import type { Secret } from "../secret/secret";
import type { Partition } from "./partition";

/** What STS gave. Lives in memory for the length of one answer; never stored, logged or cached. */
export interface AwsSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
  readonly expiration: Date;
  /**
   * Who one is with it: `arn:aws:sts::123456789012:assumed-role/NAME/SESSION`,
   * `…:federated-user/NAME`, or the IAM user's own ARN (GetSessionToken).
   */
  readonly assumedRoleArn: string;
  /** `AROA…:SESSION`; absent where no role was assumed. */
  readonly assumedRoleId?: string;
  /**
   * Percent of the room for session tags and policies that is taken, by AWS's own measure; absent where AWS gave none.
   * How it packs them is not published, so nothing but an answer tells.
   */
  readonly packedPercent?: number;
  readonly accountId: string;
  readonly partition: Partition;
  /** The region whose STS endpoint answered. */
  readonly region: string;
}
