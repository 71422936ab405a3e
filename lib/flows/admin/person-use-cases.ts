/** One person, as administrators see them. Part of the administration's use-cases. */
import type { Because } from "../../entitlements/entitlement";
import type { Actor } from "../../identity/actor";
import type { Identity } from "../../identity/identity";
import type { ProvisioningPolicy, UserOfAnother } from "../provisioning/ports";
import type { AppSessionSummary } from "../sessions/app-session-summary";

export type PersonDetail = Identity & {
  readonly id: string;
  readonly sessionName: string;
  readonly signedInAt: Date;
  /** Disabled or deleted by their identity provider through provisioning. */
  readonly isDisabled: boolean;
  /** Where the groups above come from. */
  readonly groupsFrom: ProvisioningPolicy["groupsFrom"];
  /** The provisioned user of their name, and whom an earlier sign-in said it is: why they have no groups. */
  readonly userOfAnother?: UserOfAnother;
  /** What they may take now, and because of which grants; nothing while they are disabled. */
  readonly entitlements: readonly {
    /** Of the target. */
    readonly id: string;
    readonly accountId: string;
    readonly accountName: string;
    readonly roleName: string;
    readonly because: readonly Because[];
  }[];
  /** Those that hold now, the newest first. */
  readonly sessions: readonly AppSessionSummary[];
};

export interface PersonUseCases {
  get(actor: Actor, id: string): Promise<PersonDetail>;
  /**
   * Ends an app session of theirs, or all of them.
   * @returns how many there were
   */
  endSessions(actor: Actor, id: string, sessionId?: string): Promise<number>;
  /**
   * Makes the provisioned user of somebody's name them, and no longer whom an earlier sign-in said it is: theirs are
   * the groups from now on. Whoever had it has none any more, and is signed out.
   * @throws AppError `admin.no_user_to_move` when no such user is another's
   * @throws AppError `admin.would_lock_out` when the administrator who asks would not be one any more
   */
  moveUserHere(actor: Actor, id: string): Promise<void>;
}
