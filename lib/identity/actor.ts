import type { Authentication } from "./authentication";
import type { Identity } from "./identity";

/** What somebody may do in Rolebridge itself. */
export type AppRole = "administrator" | "auditor";

/** Where a request came from, for the audit. */
export interface RequestOrigin {
  readonly remoteAddress: string;
  readonly userAgent: string;
  /** Joins the answer, the log lines and the audit events of one request. */
  readonly reference: string;
}

export interface PersonActor {
  readonly kind: "person";
  readonly personId: string;
  readonly connectionId: string;
  readonly identity: Identity;
  /** RoleSessionName of this person; no other person ever has it. */
  readonly sessionName: string;
  readonly roles: ReadonlySet<AppRole>;
  readonly appSessionId: string;
  /** When and how their identity provider authenticated them, by its word. */
  readonly authentication: Authentication;
  /** The last use of a passkey in this app session. */
  readonly passkeyAt?: Date;
  readonly signedInAt: Date;
  readonly expiresAt: Date;
  readonly origin: RequestOrigin;
}

export interface TokenActor {
  readonly kind: "token";
  readonly name: string;
  readonly roles: ReadonlySet<AppRole>;
  readonly origin: RequestOrigin;
}

/** Who does this. */
export type Actor = PersonActor | TokenActor;
