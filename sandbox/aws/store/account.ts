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
  /** By lower-case name: IAM names are unique without regard to case. */
  readonly roles: Map<string, Role>;
  readonly samlProviders: Map<string, SamlProvider>;
  readonly users: Map<string, User>;
}

export interface Role {
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
  readonly uuid: string;
  /** Last segment of the provider-specific sign-in URL, `SAMLSP…`. */
  readonly acsId: string;
  readonly metadataXml: string;
  readonly metadata: IdpMetadata;
  readonly createDate: Date;
  readonly validUntil: Date;
}

export interface User {
  readonly userName: string;
  readonly userId: string;
  readonly arn: string;
  readonly accessKeys: readonly AccessKeyPair[];
}

export interface AccessKeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
