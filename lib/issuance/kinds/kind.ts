import type { AwsSession } from "../../aws/session";
import type { RegionAttempt, StsCaller, StsPort } from "../../aws/sts-port";
import type { TargetKind, TargetOf } from "../../entitlements/model";
import type { Identity } from "../../identity/identity";
import type { OpenedSigningKey } from "../../keys/keyring";
import type { TokenSigner } from "../../oidc/sign-jwt";
import type { Secret } from "../../secret/secret";
import type { KindPlans, PlanCommon, PlanOf } from "../plan";

/** What kinds need of the outside. */
export interface IssuanceTools {
  readonly sts: StsPort;
  /** For assertions. */
  readonly signingKey: () => Promise<OpenedSigningKey>;
  /** For web identity tokens, of the algorithm that is configured. */
  readonly tokenSigner: () => Promise<TokenSigner>;
  /** Our entityID towards AWS. */
  readonly entityId: string;
  readonly signSamlResponse: boolean;
  readonly clock: { now(): Date };
  readonly randomBytes: (size: number) => Buffer;
  /**
   * Opens a sealed key of an IAM user for one call.
   * @throws AppError `issuance.access_key_missing`
   */
  readonly caller: (accessKeyId: string) => Promise<StsCaller>;
}

/** Facts of this installation that plans name. Read once, so that planning stays pure. */
export interface PlanSettings {
  /** Name of the SAML provider in IAM for targets that name none. */
  readonly samlProviderName: string;
  /** Our issuer towards AWS: the origin. */
  readonly issuer: string;
  /** Whether STS calls go to an address of the operator's choice, whose rules for issuers we cannot know. */
  readonly hasOwnStsEndpoint?: boolean;
  /** ARN of Rolebridge's own AWS identity; absent where it has none. Its sessions chain when it is a role's. */
  readonly ownIdentityArn?: string;
}

/** Whom a session is for. */
export interface PlannedPerson {
  readonly identity: Identity;
  readonly sessionName: string;
}

/** What only the person who asks can give; it is in no plan, audit or log. */
export interface PersonalProof {
  readonly mfaCode?: Secret;
  readonly relayed?: RelayedProof;
}

/** What a session is asked with: what the person gave, and the id of what we sign or pass on for it. */
export interface SessionProof extends PersonalProof {
  /**
   * ID of the assertion or `jti` of the token. Drawn before anything is signed, so that the audit names it first: what
   * AWS sees under an id that no event names was not ours (I08). Absent where no signature is part of it.
   */
  readonly proofId?: string;
}

/** The company identity provider's own proof for AWS. */
export interface RelayedProof {
  /** Base64 of the whole `samlp:Response`, as it was posted. */
  readonly response: Secret;
  readonly assertionId: string;
  /** AWS's assertion consumer that it is made out to, where that is known. */
  readonly recipient?: string;
  /** AWS takes it until then. */
  readonly expiresAt: Date;
}

/** A session with the id of the proof that bought it (I08) and the way to it, for the audit. */
export interface IssuedSession {
  readonly session: AwsSession;
  /** Id of the assertion or token; absent where our signature is no part of it. */
  readonly proofId?: string;
  readonly attempts: readonly RegionAttempt[];
}

/** An assertion for the browser to take to AWS itself. */
export interface ConsoleProof {
  readonly samlResponse: Secret;
  readonly proofId: string;
  /** The assertion consumer that the browser posts it to; absent: the partition's own. */
  readonly recipient?: string;
  /** AWS takes it until then. */
  readonly expiresAt: Date;
}

/** What a session of this kind cannot do; told before it is issued. */
export type SessionLimitation = "console" | "iam" | "sts" | "no_permissions_without_policy";

/** One way to get a session. Adding one: a file beside `saml.ts` and a line in `kinds.ts`. */
export interface IssuanceKind<Kind extends TargetKind> {
  /** Seconds; what the STS call of this kind allows for this target (an hour where roles are chained). */
  maxDurationSeconds(target: TargetOf<Kind>, settings: PlanSettings): number;
  limitations(target: TargetOf<Kind>): readonly SessionLimitation[];
  /**
   * What the plan says beside the common.
   * @throws AppError `issuance.*`, `aws.arn_invalid`
   */
  plan(
    target: TargetOf<Kind>,
    common: PlanCommon,
    settings: PlanSettings,
    person: PlannedPerson,
  ): KindPlans[Kind];
  /** Id for what this kind will sign or pass on; absent where it does neither. */
  proofId?(tools: Pick<IssuanceTools, "randomBytes">, personal: PersonalProof): string;
  /** @throws AppError `aws.refused`, `aws.unreachable`, `issuance.*` */
  execute(plan: PlanOf<Kind>, tools: IssuanceTools, proof: SessionProof): Promise<IssuedSession>;
  /** Absent when the kind cannot sign a browser in by a form post. */
  proveForConsole?(plan: PlanOf<Kind>, tools: IssuanceTools, proof: SessionProof): Promise<ConsoleProof>;
}
