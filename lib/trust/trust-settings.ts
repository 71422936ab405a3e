import type { PlanSettings } from "../issuance/kinds/kind";

/** Facts of this installation that AWS must know of. */
export interface TrustSettings extends PlanSettings {
  /** Our entityID as SAML identity provider towards AWS. */
  readonly samlEntityId: string;
}

/** Beyond what must be: conditions an administrator may put on a role. */
export interface TrustConditions {
  /**
   * CIDR ranges that STS must be called from: Rolebridge's own way out. A browser that posts the proof
   * itself comes from elsewhere and is refused.
   */
  readonly sourceIps?: readonly string[];
  /** Nobody gets in at or after this instant; sessions that run then go on until they expire. */
  readonly notAfter?: Date;
  /** Seconds since the one-time code; only where the caller shows one. */
  readonly mfaMaxAgeSeconds?: number;
}
