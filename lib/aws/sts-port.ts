import type { Secret } from "../secret/secret";
import type { Partition } from "./partition";
import type { AwsSession } from "./session";

export interface AssumeRoleWithSamlRequest {
  readonly roleArn: string;
  readonly principalArn: string;
  /** Base64 of the whole `samlp:Response`. */
  readonly samlAssertion: Secret;
  /** Seconds, 900 to 43,200. */
  readonly durationSeconds: number;
  readonly policy?: string;
  readonly policyArns?: readonly string[];
  readonly partition: Partition;
  readonly region: string;
  /** What the assertion says; never sent, only for the hints of a refusal. */
  readonly asserted: AssertedFacts;
}

/** The parts of a proof that a refusal may be about. */
export interface AssertedFacts {
  /** Our entityID. */
  readonly issuer: string;
  readonly recipient: string;
  readonly tagKeys: readonly string[];
  readonly sourceIdentity?: string;
}

/**
 * What issuance asks of AWS STS. The SDK client implements it and throws `AppError`
 * `aws.refused` (with code, message and hints of `refusals.ts`) or `aws.unreachable`.
 */
export interface StsPort {
  assumeRoleWithSaml(request: AssumeRoleWithSamlRequest): Promise<AwsSession>;
}
