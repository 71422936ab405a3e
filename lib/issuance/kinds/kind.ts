import type { AwsSession } from "../../aws/session";
import type { StsPort } from "../../aws/sts-port";
import type { OpenedSigningKey } from "../../keys/keyring";
import type { Secret } from "../../secret/secret";
import type { SessionPlan } from "../plan";

/** What kinds need of the outside. */
export interface IssuanceTools {
  readonly sts: StsPort;
  readonly signingKey: () => Promise<OpenedSigningKey>;
  /** Our entityID towards AWS. */
  readonly entityId: string;
  readonly signSamlResponse: boolean;
  readonly clock: { now(): Date };
  readonly randomBytes: (size: number) => Buffer;
}

/** A session with the id of the proof that bought it, for the audit (I08). */
export interface IssuedSession {
  readonly session: AwsSession;
  readonly proofId: string;
}

/** An assertion for the browser to take to AWS itself. */
export interface ConsoleProof {
  readonly samlResponse: Secret;
  readonly proofId: string;
  /** AWS takes it until then. */
  readonly expiresAt: Date;
}

/** One way to get a session. Adding one: a file beside `saml.ts` and a line in `kinds.ts`. */
export interface IssuanceKind {
  /** Seconds; what the STS call of this kind allows. */
  readonly maxDurationSeconds: number;
  /** @throws AppError `aws.refused`, `aws.unreachable`, `issuance.*` */
  execute(plan: SessionPlan, tools: IssuanceTools): Promise<IssuedSession>;
  /** Absent when the kind cannot sign a browser in by a form post. */
  readonly proveForConsole?: (plan: SessionPlan, tools: IssuanceTools) => Promise<ConsoleProof>;
}
