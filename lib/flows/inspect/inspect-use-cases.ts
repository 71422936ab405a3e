/** What administrators can find out about targets and refusals. Part of `use-cases.ts`, which lists everything. */
import type { AuditEvent } from "../../audit/event";
import type { Actor } from "../../identity/actor";
import type { Secret } from "../../secret/secret";
import type { TargetCheck } from "../../trust/check/check-target";
import type { PolicyDocument } from "../../trust/policies/policy-document";
import type { Revocation } from "../../trust/policies/revoke-sessions";
import type { SetUpTexts } from "../../trust/set-up/set-up-aws";
import type { PlanPreview, PreviewWish } from "../access/plan-preview";

/** A plan for somebody, whether or not they may have it now. */
export interface PersonPlan extends PlanPreview {
  readonly person: { readonly username: string; readonly connection: string };
  /** Whether a grant gives them the target now; if not, the plan is what they would get with one. */
  readonly entitled: boolean;
}

/** A target as it stands in a form. */
export interface UnsavedTarget {
  /** What a client would send to create it, or to change the one of `targetId`; unparsed. */
  readonly target: unknown;
  readonly targetId?: string;
  /** Absent: whoever asks. */
  readonly personId?: string;
}

/** What somebody would get of a target that nobody has saved. */
export interface UnsavedPreview extends PlanPreview {
  readonly person: PersonPlan["person"];
  /** What the role would have to trust; absent where none is assumed, or nobody is known to call. */
  readonly trustPolicy?: PolicyDocument;
}

export interface InspectUseCases {
  /** @param wish.personId absent: whoever asks */
  planFor(
    actor: Actor,
    targetId: string,
    wish: PreviewWish & { readonly personId?: string },
  ): Promise<PersonPlan>;
  /** For the form of a target, while it is typed: same authorization as saving it, and nothing is saved. */
  previewTarget(actor: Actor, unsaved: UnsavedTarget): Promise<UnsavedPreview>;
  /** Runs the plan for 900 seconds as the administrator who asks, and throws the session away. */
  checkTarget(actor: Actor, targetId: string, input: { readonly mfaCode?: Secret }): Promise<TargetCheck>;
  /** What AWS must hold, as texts; `options` are what a client sent, unparsed. */
  setUpTarget(actor: Actor, targetId: string, options: unknown): Promise<readonly SetUpTexts[]>;
  setUpAccount(actor: Actor, accountId: string, options: unknown): Promise<readonly SetUpTexts[]>;
  /** The policy that ends the sessions that exist now. */
  revocation(actor: Actor, targetId: string): Promise<Revocation>;
  /** One event, with everything that is known of a refusal. */
  auditEvent(actor: Actor, id: string): Promise<AuditEvent>;
}
