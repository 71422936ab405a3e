import type { Partition } from "../aws/partition";
import type { TargetKind } from "../entitlements/model";

/** Which limit made the duration what it is. */
export type DurationDecidedBy = "wish" | "default" | "grant" | "target" | "kind";

export interface SessionTag {
  readonly key: string;
  readonly value: string;
}

/**
 * What will be asked of STS: the one object that is validated, previewed, audited and executed.
 * It holds no secret.
 */
export interface SessionPlan {
  readonly kind: TargetKind;
  readonly targetId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly partition: Partition;
  readonly region: string;
  readonly roleArn: string;
  readonly providerArn: string;
  readonly durationSeconds: number;
  readonly durationDecidedBy: DurationDecidedBy;
  readonly sessionName: string;
  readonly sourceIdentity?: string;
  readonly tags: readonly SessionTag[];
  readonly transitiveTagKeys: readonly string[];
  readonly policy?: string;
  readonly policyArns: readonly string[];
}
