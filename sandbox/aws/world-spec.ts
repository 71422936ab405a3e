import type { PartitionName } from "./partitions";
import type { AccessKeyPair } from "./store/account";

/** What exists in the local AWS when it starts. Everything in it passes the same checks as an IAM call. */
export interface WorldSpec {
  readonly accounts: readonly AccountSpec[];
}

export interface AccountSpec {
  /** Twelve digits. */
  readonly accountId: string;
  readonly name: string;
  /** IAM account alias, shown by the console and the role chooser. */
  readonly alias?: string;
  /** Default `aws`. */
  readonly partition?: PartitionName;
  /** Key of the account's administrator; made up when absent and returned by `startAws`. */
  readonly adminAccessKey?: AccessKeyPair;
  /** Key of the account's root user, for whoever wants to see what AWS does with one; none unless given. */
  readonly rootAccessKey?: AccessKeyPair;
  /** Regions that are off by default and that this account has switched on. */
  readonly optInRegions?: readonly string[];
  readonly roles: readonly RoleSpec[];
  readonly samlProviders?: readonly SamlProviderSpec[];
  readonly buckets?: readonly BucketSpec[];
}

export interface RoleSpec {
  readonly name: string;
  /** IAM path, `/` unless given; it is part of the role's ARN but not of the session's. */
  readonly path?: string;
  /** Seconds, 3600 to 43200. */
  readonly maxSessionDuration: number;
  /** The role's trust policy, as JSON text or as the object it parses to. */
  readonly trustPolicy: string | object;
  readonly description?: string;
}

/** A bucket of S3. Names are unique in the whole world. */
export interface BucketSpec {
  readonly name: string;
  /** Default: the Region of the partition's IAM. Calls must be signed for it. */
  readonly region?: string;
  /** Bucket policy, as JSON text or as the object it parses to. */
  readonly policy?: string | object;
  /** Text of objects that are there from the start, by key. */
  readonly objects?: Readonly<Record<string, string>>;
}

interface SamlProviderSpec {
  readonly name: string;
  readonly metadataXml: string;
}
