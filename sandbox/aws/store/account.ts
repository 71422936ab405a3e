import type { KeyObject } from "node:crypto";
import type { Partition } from "../partitions";
import type { PolicyDocument } from "../policy/policy-document";
import type { IdpMetadata } from "../saml/idp-metadata";

/** What one AWS account owns. Records are replaced whole, never edited in place. */
export interface Account {
  readonly accountId: string;
  readonly name: string;
  readonly alias: string | undefined;
  readonly partition: Partition;
  readonly optInRegions: readonly string[];
  /** Regions whose STS endpoint an administrator switched off. */
  readonly stsDisabledRegions: readonly string[];
  /** By lower-case name: IAM names are unique without regard to case. */
  readonly roles: Map<string, Role>;
  readonly samlProviders: Map<string, SamlProvider>;
  readonly users: Map<string, User>;
  /** By issuer without `https://`. */
  readonly oidcProviders: Map<string, OidcProvider>;
  /** The account's own, by ARN; AWS's are in policy/aws-managed-policies.ts. */
  readonly managedPolicies: Map<string, ManagedPolicy>;
  /** By serial number. */
  readonly mfaDevices: Map<string, MfaDevice>;
  /** Keys of the root user, as only a careless account has them. */
  readonly rootAccessKeys: readonly AccessKeyPair[];
}

/** A policy as its author wrote it and as it reads. */
export interface StoredPolicy {
  readonly text: string;
  readonly document: PolicyDocument;
}

/** What an identity is allowed: policies of its own by name, and managed ones by ARN. */
export interface PolicyHolder {
  readonly inlinePolicies: ReadonlyMap<string, StoredPolicy>;
  readonly attachedPolicyArns: readonly string[];
  /** IAM tags: `aws:PrincipalTag` of every request, unless a session tag has the same key. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface Role extends PolicyHolder {
  readonly roleName: string;
  readonly path: string;
  /** `AROA…`; a role made again under the same name gets another, which ends its old sessions. */
  readonly roleId: string;
  readonly arn: string;
  readonly createDate: Date;
  readonly description: string | undefined;
  readonly maxSessionDuration: number;
  readonly trustPolicy: PolicyDocument;
  readonly trustPolicyText: string;
}

export interface SamlProvider {
  readonly name: string;
  readonly arn: string;
  /**
   * Last segment of the provider-specific sign-in URL, `SAMLSP…`. IAM tells it as SAMLProviderUUID, which is how one
   * learns of it without the console; that the two are one is assumed.
   */
  readonly acsId: string;
  readonly metadataXml: string;
  readonly metadata: IdpMetadata;
  readonly createDate: Date;
  readonly validUntil: Date;
  /** Whether plain assertions are turned away; nothing where encryption was never set up. */
  readonly encryptionMode: "Required" | "Allowed" | undefined;
  /** Newest first. */
  readonly privateKeys: readonly ProviderPrivateKey[];
}

export interface ProviderPrivateKey {
  readonly keyId: string;
  readonly timestamp: Date;
  readonly key: KeyObject;
}

export interface OidcProvider {
  /** The issuer exactly: what `iss` must say. */
  readonly url: string;
  /** The issuer without its scheme: how the ARN and the condition keys name it. */
  readonly name: string;
  readonly arn: string;
  /** Audiences that tokens may be for. */
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createDate: Date;
}

export interface ManagedPolicy {
  readonly policyName: string;
  readonly policyId: string;
  readonly path: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createDate: Date;
  readonly policy: StoredPolicy;
}

export interface MfaDevice {
  /** `arn:aws:iam::ACCOUNT:mfa/NAME`. */
  readonly serialNumber: string;
  readonly secret: Buffer;
  /** Whose it is; absent while it is made but not enabled. */
  readonly userName: string | undefined;
  readonly enableDate: Date | undefined;
  /** Number of the last 30 second step whose code was taken: a code is good once, and none before it after that. */
  readonly lastStep: number;
}

export interface User extends PolicyHolder {
  readonly userName: string;
  readonly path: string;
  readonly userId: string;
  readonly arn: string;
  readonly createDate: Date;
  readonly accessKeys: readonly UserAccessKey[];
}

export interface AccessKeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface UserAccessKey extends AccessKeyPair {
  readonly status: "Active" | "Inactive";
  readonly createDate: Date;
}
