import type { Secret } from "../secret/secret";
import type { Partition } from "./partition";
import type { AwsSession } from "./session";

/** Which endpoints of STS are asked, in which order. */
export interface StsPlace {
  readonly partition: Partition;
  /** Never empty. The next one is asked only when one does not answer; a refusal is final. */
  readonly regions: readonly [string, ...string[]];
  readonly useFips: boolean;
  readonly useDualStack: boolean;
  /** Instead of the partition's endpoints. */
  readonly endpointUrl?: string;
}

/** What happened at one region's endpoint before the one that answered; for the audit. */
export interface RegionAttempt {
  readonly region: string;
  /** `disabled`: the account has it switched off. `left_alone`: it failed a short while ago and was not asked. */
  readonly outcome:
    | "answered"
    | "timeout"
    | "unreachable"
    | "server_error"
    | "throttled"
    | "disabled"
    | "left_alone";
}

/** An answer of STS, and the way to it. The last attempt is the one that answered. */
export interface StsAnswer<T> {
  readonly value: T;
  readonly attempts: readonly RegionAttempt[];
}

/** Whose AWS identity signs a call. */
export type StsCaller =
  /** The SDK's default chain: the identity of the machine Rolebridge runs on. */
  | { readonly kind: "own" }
  | {
      readonly kind: "keys";
      readonly accessKeyId: string;
      readonly secretAccessKey: Secret;
      readonly sessionToken?: Secret;
    };

/** What calls that make a session have in common. */
interface SessionRequest {
  readonly place: StsPlace;
  /** Seconds. */
  readonly durationSeconds: number;
  readonly policy?: string;
  readonly policyArns: readonly string[];
}

interface TagRequest {
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** An MFA code is a secret for the half minute that it works. */
export interface MfaProof {
  readonly serialNumber: string;
  readonly tokenCode: Secret;
}

export interface AssumeRoleWithSamlRequest extends SessionRequest {
  readonly roleArn: string;
  readonly principalArn: string;
  /** Base64 of the whole `samlp:Response`. */
  readonly samlAssertion: Secret;
}

export interface AssumeRoleWithWebIdentityRequest extends SessionRequest {
  readonly roleArn: string;
  readonly roleSessionName: string;
  /** The JWT. Session tags and source identity are claims of it. */
  readonly webIdentityToken: Secret;
}

export interface AssumeRoleRequest extends SessionRequest, TagRequest {
  readonly caller: StsCaller;
  readonly roleArn: string;
  readonly roleSessionName: string;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  readonly externalId?: string;
  readonly mfa?: MfaProof;
}

export interface GetFederationTokenRequest extends SessionRequest, TagRequest {
  readonly caller: StsCaller;
  readonly name: string;
}

export interface GetSessionTokenRequest {
  readonly place: StsPlace;
  readonly caller: StsCaller;
  /** What AWS does not say in its answer. */
  readonly userArn: string;
  readonly durationSeconds: number;
  readonly mfa?: MfaProof;
}

export interface CallerIdentity {
  readonly arn: string;
  readonly userId: string;
  readonly accountId: string;
}

/**
 * What is asked of AWS STS, one method an action. The SDK client implements it and throws `AppError`
 * `aws.refused` (with AWS's code and message; `lib/trust` explains them) or `aws.unreachable`.
 */
export interface StsPort {
  assumeRoleWithSaml(request: AssumeRoleWithSamlRequest): Promise<StsAnswer<AwsSession>>;
  assumeRoleWithWebIdentity(request: AssumeRoleWithWebIdentityRequest): Promise<StsAnswer<AwsSession>>;
  assumeRole(request: AssumeRoleRequest): Promise<StsAnswer<AwsSession>>;
  getFederationToken(request: GetFederationTokenRequest): Promise<StsAnswer<AwsSession>>;
  getSessionToken(request: GetSessionTokenRequest): Promise<StsAnswer<AwsSession>>;
  getCallerIdentity(place: StsPlace, caller: StsCaller): Promise<StsAnswer<CallerIdentity>>;
  /** @returns the decoded message, JSON as AWS wrote it */
  decodeAuthorizationMessage(
    place: StsPlace,
    caller: StsCaller,
    encodedMessage: string,
  ): Promise<StsAnswer<string>>;
  /** @returns the 12-digit number of the account that the access key belongs to */
  getAccessKeyInfo(place: StsPlace, caller: StsCaller, accessKeyId: string): Promise<StsAnswer<string>>;
}
