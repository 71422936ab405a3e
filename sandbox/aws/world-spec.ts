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
  /** Regions whose STS endpoint the account has switched off, although they are on. */
  readonly stsDisabledRegions?: readonly string[];
  readonly roles: readonly RoleSpec[];
  readonly samlProviders?: readonly SamlProviderSpec[];
  readonly buckets?: readonly BucketSpec[];
  readonly oidcProviders?: readonly OidcProviderSpec[];
  /** Managed policies of the account, which roles and users may attach by ARN. */
  readonly policies?: readonly ManagedPolicySpec[];
  readonly users?: readonly UserSpec[];
}

interface ManagedPolicySpec {
  readonly name: string;
  readonly document: PolicySpec;
}

/** A policy as JSON text or as the object it parses to. */
type PolicySpec = string | object;

/** What a role or user may do. Without any of it: nothing. */
export interface PermissionsSpec {
  /** Policies of its own, by name. */
  readonly inline?: Readonly<Record<string, PolicySpec>>;
  /** ARNs of the account's or AWS's managed policies, like `arn:aws:iam::aws:policy/ReadOnlyAccess`. */
  readonly attached?: readonly string[];
}

export interface UserSpec {
  readonly name: string;
  /** IAM path, `/` unless given. */
  readonly path?: string;
  readonly accessKeys?: readonly AccessKeyPair[];
  readonly permissions?: PermissionsSpec;
  readonly tags?: Readonly<Record<string, string>>;
  /** MFA devices that are enabled already. */
  readonly mfaDevices?: readonly MfaDeviceSpec[];
}

interface MfaDeviceSpec {
  /** `arn:aws:iam::ACCOUNT:mfa/USER` unless given. */
  readonly serialNumber?: string;
  /** The seed that an authenticator app would be given, base32. */
  readonly secret: string;
}

interface OidcProviderSpec {
  /** The issuer. */
  readonly url: string;
  /** Audiences. */
  readonly clientIds: readonly string[];
  /** SHA-1 of certificates of authorities that AWS does not know, in hex; none unless given. */
  readonly thumbprints?: readonly string[];
}

export interface RoleSpec {
  readonly name: string;
  /** IAM path, `/` unless given; it is part of the role's ARN but not of the session's. */
  readonly path?: string;
  /** Seconds, 3600 to 43200. */
  readonly maxSessionDuration: number;
  /** The role's trust policy, as JSON text or as the object it parses to. */
  readonly trustPolicy: PolicySpec;
  readonly description?: string;
  readonly permissions?: PermissionsSpec;
  readonly tags?: Readonly<Record<string, string>>;
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
  readonly encryption?: {
    readonly mode: "Required" | "Allowed";
    /** PEM of an RSA key. */
    readonly addPrivateKey: string;
  };
}
