import { createHash } from "node:crypto";
import { type PolicyDocument, parsePolicy } from "../policy/policy-document";
import type { Account } from "../store/account";
import type { BucketSpec } from "../world-spec";

/** A bucket with all it holds. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly accountId: string;
  readonly createDate: Date;
  readonly policy: PolicyDocument | undefined;
  readonly objects: Map<string, StoredObject>;
}

export interface StoredObject {
  readonly body: Buffer;
  readonly contentType: string;
  /** Of the body's MD5, with its quotes. */
  readonly etag: string;
  readonly lastModified: Date;
  /** `x-amz-meta-…` headers by their whole names. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** All buckets there are. A name belongs to one bucket of the whole partition, whosever it is. */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>();

  /**
   * Adds a seeded bucket.
   * @throws Error for a name that is taken or no bucket's name, AwsFault when its policy is malformed.
   */
  add(account: Account, spec: BucketSpec, now: Date): void {
    const { name, region = account.partition.iamRegion } = spec;
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) throw new Error(`${name} is no name of a bucket`);
    if (!account.partition.regions.includes(region))
      throw new Error(`${region} is not in ${account.partition.name}`);
    if (this.#buckets.has(name)) throw new Error(`bucket ${name} is there twice`);
    const policyText = typeof spec.policy === "object" ? JSON.stringify(spec.policy) : spec.policy;
    const objects = Object.entries(spec.objects ?? {}).map(
      ([key, text]) => [key, storedObject(Buffer.from(text), "text/plain", now)] as const,
    );
    this.#buckets.set(name, {
      name,
      region,
      arn: `arn:${account.partition.name}:s3:::${name}`,
      accountId: account.accountId,
      createDate: now,
      policy: policyText === undefined ? undefined : parsePolicy(policyText),
      objects: new Map(objects),
    });
  }

  find(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  ofAccount(accountId: string): readonly Bucket[] {
    return [...this.#buckets.values()]
      .filter((bucket) => bucket.accountId === accountId)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

export function storedObject(
  body: Buffer,
  contentType: string,
  lastModified: Date,
  metadata: Readonly<Record<string, string>> = {},
): StoredObject {
  const etag = `"${createHash("md5").update(body).digest("hex")}"`;
  return { body, contentType, etag, lastModified, metadata };
}
