/**
 * What stands before every issuance and is decided by the database, so that all instances decide alike: limits,
 * lock-downs, and that what a decision rests on still holds when it is committed. `lib/db` implements it.
 */
import type { AuditEvent } from "../audit/event";
import type { MatchedGrant } from "../entitlements/entitlement";
import type { Identity } from "../identity/identity";
import type { LockDown, LockDownScope } from "./lock-down";
import type { ListQuery, Page } from "./ports";

/**
 * What is limited. The first two go by person, `connection` by connection, the others by address; `refused` counts
 * messages that no identity provider signed.
 */
export type LimitedAct =
  | "credentials"
  | "diagnosis"
  | "sign-in"
  | "assertions"
  | "refused"
  | "connection"
  | "tokens";

/** So many a minute; undefined for no limit. */
export type RateLimits = Readonly<Record<LimitedAct, number | undefined>>;

/** A bucket that holds one minute's worth and fills evenly. */
export interface Limit {
  /** What is limited and who: `credentials:<person>`. */
  readonly key: string;
  readonly perMinute: number;
}

export interface RateLimitStore {
  /**
   * Takes one from each bucket. What an exhausted one refuses is not taken from it.
   * @returns seconds until another try makes sense; 0 when every bucket had one
   */
  take(limits: readonly Limit[]): Promise<number>;
  /** The same answer without taking anything. */
  wait(limit: Limit): Promise<number>;
}

export interface Entered {
  /** Every grant that matches; empty when the limit is exhausted. */
  readonly matches: readonly MatchedGrant[];
  /** The widest lock-down that holds for this person and this target. */
  readonly lockedDown?: LockDownScope;
  readonly waitSeconds: number;
}

/** What a decision to issue rests on. */
export interface Held {
  readonly personId: string;
  readonly appSessionId: string;
  readonly targetId: string;
  /** Any one of these grants is enough. */
  readonly grantIds: readonly string[];
  /** Seconds the grant must still allow. */
  readonly seconds: number;
  readonly now: Date;
}

export interface IssuanceGate {
  /** The hot read of one issuance, with its limit and lock-downs, in one statement. */
  enter(entry: {
    readonly personId: string;
    readonly identity: Identity;
    readonly targetId: string;
    readonly limit: Limit | undefined;
    readonly now: Date;
  }): Promise<Entered>;
  /**
   * Commits the event only while app session, connection, person, grant and gate still allow it, and keeps all
   * of them as they are until it is committed: whoever takes one away comes before this event or after it,
   * never in between (A08).
   * @returns false, and nothing written, when one of them is gone
   */
  appendWhileHeld(event: AuditEvent, held: Held): Promise<boolean>;
}

export interface LockDownStore {
  /** Those in force first, then the newest. */
  list(query: ListQuery): Promise<Page<LockDown>>;
  byId(id: string): Promise<LockDown | undefined>;
  inForce(): Promise<readonly LockDown[]>;
}

/** A session at AWS that was handed over and may still work, as the audit knows it. */
export interface IssuedSession {
  readonly eventId: string;
  readonly at: Date;
  readonly username: string;
  readonly targetId: string;
  /** Account and target, as they were called then. */
  readonly targetName: string;
  /** Absent where no role is assumed. */
  readonly roleArn?: string;
  readonly sessionName?: string;
  /** Absent where the browser got the session straight from AWS. */
  readonly accessKeyId?: string;
  readonly expiration?: Date;
}

export interface IssuedSessionStore {
  /** Those that may still work at `now`, the newest first. @param of absent: of everybody in every account */
  alive(
    of: { readonly personId?: string; readonly accountId?: string },
    now: Date,
    limit: number,
  ): Promise<readonly IssuedSession[]>;
}
