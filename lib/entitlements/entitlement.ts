import type { Account, Grant, Principal, Target } from "./model";

/** Why somebody has an entitlement: one grant that matched, in the reader's words. */
export interface Because {
  readonly grantId: string;
  readonly connection?: string;
  readonly principal: Principal;
  readonly expiresAt?: Date;
  readonly maxDurationSeconds?: number;
}

/** A grant matched to a person now. One per target, however many grants matched. */
export interface Entitlement {
  /** The target's id. */
  readonly id: string;
  readonly account: Account;
  readonly target: Target;
  /** Least of what the target allows and the most generous grant that matched. Seconds. */
  readonly maxDurationSeconds: number;
  /** Never empty. */
  readonly because: readonly Because[];
}

/** A grant with what it points at, as the store finds it. */
export interface MatchedGrant {
  readonly grant: Grant;
  readonly target: Target;
  readonly account: Account;
}
