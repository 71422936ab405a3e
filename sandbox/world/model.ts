/**
 * Of what the company that the sandbox plays is made: AWS accounts, what can be taken in them, and what Rolebridge is
 * told about it. Plain data; it knows neither how the identity providers and AWS are built nor how the app keeps it.
 */
import type { PartitionName } from "../aws/partitions";
import type { BucketSpec, PermissionsSpec } from "../aws/world-spec";

/** Whom the trust policy of a role lets in. */
export type RoleTrust =
  /** Rolebridge's signed assertions. */
  | { readonly to: "rolebridge" }
  /** The same, at a provider that takes none in plain. */
  | { readonly to: "rolebridge-encrypted" }
  /** The company identity provider's own assertions. */
  | { readonly to: "company" }
  /** Rolebridge's tokens. */
  | { readonly to: "rolebridge-tokens" }
  | {
      readonly to: "caller";
      /** A user or a role. */
      readonly arn: string;
      readonly externalId?: string;
      readonly mfa?: boolean;
      /** Whether the door closes when the contract ends (`CONTRACT_DAYS`). */
      readonly untilContractEnds?: boolean;
    };

/** What the administrator tells Rolebridge of any target beside its name and role. */
interface CommonSettings {
  readonly sourceIdentity?: boolean;
  readonly sessionTags?: readonly { readonly key: string; readonly attribute: string }[];
  readonly transitiveTagKeys?: readonly string[];
  readonly requireReason?: boolean;
  readonly freshSignInSeconds?: number;
  readonly requireMfa?: boolean;
  readonly requirePasskey?: boolean;
  readonly destination?: string;
}

/** The fields of a role's target, as the admin API takes them but for `user`, which becomes that user's access key. */
export type RoleTarget = CommonSettings &
  (
    | { readonly kind?: "saml" }
    | { readonly kind: "saml-relay" }
    | { readonly kind: "web-identity" }
    | {
        readonly kind: "assume-role";
        readonly user?: WorldUserName;
        readonly hubRoleArn?: string;
        readonly externalId?: string;
        readonly mfaSerial?: string;
      }
  );

/** A target without a role: the session is the IAM user's own, or a federated user's. */
export interface UserTarget extends CommonSettings {
  readonly name: string;
  readonly description: string;
  readonly kind: "federation-token" | "session-token";
  readonly user: WorldUserName;
  readonly maxDurationSeconds: number;
  readonly mfaSerial?: string;
  readonly sessionPolicy?: object;
}

export interface WorldRole {
  readonly name: string;
  readonly description: string;
  /** `MaxSessionDuration` of the role in AWS, seconds. */
  readonly maxSessionDuration: number;
  /** Default: Rolebridge's signed assertions. */
  readonly trust?: RoleTrust;
  /** The trust policy lets whoever asks set session tags. */
  readonly allowsTags?: boolean;
  /** The trust policy lets whoever asks set a source identity. */
  readonly allowsSourceIdentity?: boolean;
  readonly permissions?: PermissionsSpec;
  /** What Rolebridge is told about the role; absent where it is told nothing. */
  readonly target?: RoleTarget;
}

/** IAM users with access keys; `scripts/setup/sandbox-secrets.mjs` makes their secrets. */
export type WorldUserName = "rolebridge" | "harbourline" | "manifest-reader" | "break-glass";

export interface WorldUser {
  readonly name: WorldUserName;
  readonly permissions: PermissionsSpec;
  /** Whether it has a virtual MFA device. */
  readonly mfa?: boolean;
  /** What the administrator writes beside its key in Rolebridge; absent where Rolebridge does not keep the key. */
  readonly keyNote?: string;
}

export interface WorldAccount {
  readonly accountId: string;
  readonly name: string;
  readonly alias: string;
  /** Default: `aws`. */
  readonly partition?: PartitionName;
  readonly region: string;
  /** Whether STS is asked at its FIPS endpoints. */
  readonly useFips?: boolean;
  /** Where STS is asked when the region does not answer. */
  readonly fallbackRegions?: readonly string[];
  readonly color: string;
  readonly labels: Readonly<Record<string, string>>;
  /** False: it exists in AWS and Rolebridge is not told. */
  readonly registered: boolean;
  readonly roles: readonly WorldRole[];
  readonly users?: readonly WorldUser[];
  readonly userTargets?: readonly UserTarget[];
  readonly buckets?: readonly BucketSpec[];
}

/** ARN of a role of the world; none of them has a path. */
export function roleArn(accountId: string, roleName: string, partition: PartitionName = "aws"): string {
  return `arn:${partition}:iam::${accountId}:role/${roleName}`;
}

export function userArn(accountId: string, userName: WorldUserName): string {
  return `arn:aws:iam::${accountId}:user/${userName}`;
}

/** Serial number of a user's virtual MFA device. */
export function mfaSerial(accountId: string, userName: WorldUserName): string {
  return `arn:aws:iam::${accountId}:mfa/${userName}`;
}
