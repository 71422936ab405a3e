/** Stopping issuance. Part of `use-cases.ts`, which lists everything. */
import type { Actor, PersonActor } from "../../identity/actor";
import type { Revocation } from "../../trust/policies/revoke-sessions";
import type { IssuedSession } from "../issuance-ports";
import type { LockDown, LockDownScope } from "../lock-down";
import type { ListQuery, Page } from "../ports";

/** How to end what was handed over before: a lock-down stops what is to come, and AWS keeps what it gave. */
export interface CutOff {
  /** Sessions that may still work, the newest first. */
  readonly sessions: readonly IssuedSession[];
  /** There are more sessions than listed. */
  readonly isCut: boolean;
  /** One for each role or IAM user whose sessions should end. */
  readonly revocations: readonly (Revocation & {
    readonly arn: string;
    readonly accountId: string;
    readonly accountName: string;
  })[];
}

export interface LockDownUseCases {
  list(actor: Actor, query: ListQuery): Promise<Page<LockDown>>;
  get(actor: Actor, id: string): Promise<LockDown>;
  /** Those that hold now, for the banner of the administration. */
  inForce(actor: Actor): Promise<readonly LockDown[]>;
  /**
   * Stops issuance from the commit on, on every instance.
   * @param input `{scope: "everything" | "account" | "person", accountId? | personId?, reason}`
   * @throws AppError `admin.locked_down_already`
   */
  create(actor: Actor, input: unknown): Promise<LockDown>;
  /** Who would be locked down, for the page that asks. @throws AppError `admin.not_found` */
  personCalled(
    actor: Actor,
    personId: string,
  ): Promise<{ readonly username: string; readonly displayName: string }>;
  /** @param input `{status: "lifted", reason}` @throws AppError `admin.lifted_already` */
  lift(actor: Actor, id: string, input: unknown): Promise<LockDown>;
  cutOff(actor: Actor, id: string): Promise<CutOff>;
  /** The widest one that concerns this person, for their own pages; accounts are told where they are asked for. */
  concerning(actor: PersonActor): Promise<LockDownScope | undefined>;
}
