import type { DecidedDuration, SessionUse } from "../../issuance/decide-duration";
import type { SessionLimitation } from "../../issuance/kinds/kind";
import type { SessionPlan } from "../../issuance/plan";
import type { SessionWish } from "../../issuance/plan-session";
import type { SentRequest } from "../../trust/explain/sent-request";

/** What would be asked of AWS, and why just so. Holds no secret. */
export interface PlanPreview {
  readonly plan: SessionPlan;
  /** The call and what its proof would say, in AWS's words. */
  readonly sent: SentRequest;
  /** Every limit of the duration, narrowest first; `plan.durationDecidedBy` names the one that decided. */
  readonly limits: readonly DecidedDuration[];
  readonly limitations: readonly SessionLimitation[];
  readonly mfaSerial?: string;
  readonly requiresReason: boolean;
}

export interface PreviewWish extends SessionWish {
  /** `credentials` when absent. */
  readonly use?: SessionUse;
}
