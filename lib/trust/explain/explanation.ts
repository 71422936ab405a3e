import type { SessionPlan } from "../../issuance/plan";
import type { CheckStepId } from "../check/check-step";
import type { PolicyDocument } from "../policies/policy-document";
import type { RelayIssuers } from "../role-need";
import type { TrustSettings } from "../trust-settings";
import type { SentRequest } from "./sent-request";

/** AWS's refusal as it was on the wire. */
export interface AwsAnswer {
  /** `AccessDenied`; empty where only the words are known, as on a page of AWS's sign-in. */
  readonly awsCode: string;
  readonly awsMessage: string;
}

/** What is known beside the plan when AWS refuses. */
export interface RefusalFacts {
  readonly settings: TrustSettings;
  /** Our clock when the answer came. */
  readonly now: Date;
  /** AWS's clock, from the answer's `Date`. */
  readonly awsTime?: Date;
  /** Whether the key that signs our proofs followed another: `recently` while the one before is still published. */
  readonly keyRotated?: "recently" | "earlier" | "never";
  /** ARN of the user whose access key the plan names. */
  readonly userArn?: string;
  readonly relayIssuers?: RelayIssuers;
  /** Regions that were asked before the one that refused and did not answer; what they did with the call is not known. */
  readonly unansweredRegions?: readonly string[];
  /** Names of the attributes that tags take their values from, by the key of the tag. */
  readonly tagAttributes?: Readonly<Record<string, string>>;
}

/** Who must do something. */
export type Responsible = "person" | "rolebridge_administrator" | "aws_administrator" | "operator";

/** One thing that may be wrong. */
export interface RefusalCause {
  /** Stable, `snake_case`; for the audit and for tests. */
  readonly id: string;
  /** `certain`: what is known leaves no other; `likely`: known facts point to it. */
  readonly certainty: "certain" | "likely" | "possible";
  /** What is wrong, for an administrator. */
  readonly what: string;
  /** What to do about it, as an instruction to `who`. */
  readonly todo: string;
  readonly who: Responsible;
  /** The same for the person: who must act, and nothing of the inside of the set-up. */
  readonly hint: string;
}

/** A refusal of AWS, understood. Holds no secret. */
export interface RefusalExplanation {
  /** Stable, `topic.reason`: `saml.signature_invalid`. */
  readonly id: string;
  readonly awsCode: string;
  readonly awsMessage: string;
  /** What AWS's words mean in this situation. */
  readonly meaning: string;
  /** Most likely first; never empty. */
  readonly causes: readonly RefusalCause[];
  /** The short form, for the person. */
  readonly hints: readonly string[];
  /** What was asked of AWS; proofs and codes are left out. */
  readonly sent: SentRequest;
  /** The role's trust policy with which this plan works, where the trust may be the cause. */
  readonly trustPolicy?: PolicyDocument;
}

/** Everything an entry of the table may look at. */
export interface Situation {
  readonly plan: SessionPlan;
  readonly answer: AwsAnswer;
  readonly facts: RefusalFacts;
}

/** One refusal that AWS is known to give. Adding one: an object in the file of its topic. */
export interface RefusalEntry {
  readonly id: string;
  /** Wire codes, without `Exception`; absent: any. */
  readonly codes?: readonly string[];
  /** Of AWS's message; absent: any. */
  readonly message?: RegExp;
  /** Kinds it can happen to; absent: all. */
  readonly kinds?: readonly SessionPlan["kind"][];
  readonly meaning: (situation: Situation) => string;
  readonly causes: (situation: Situation) => readonly RefusalCause[];
  /** Whether the role's trust policy may be the cause. */
  readonly trust?: true;
  /** The step of a check that this answer fails; absent where the answer does not say. */
  readonly fails?: CheckStepId;
  /** Steps that AWS must have taken before it could answer this. */
  readonly proves: readonly CheckStepId[];
}
