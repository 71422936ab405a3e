/**
 * What the use-cases need of the outside world. `lib/db` implements the stores, `lib/runtime.ts`
 * hands them in. Each port has few methods and says nothing of SQL, Prisma or configuration.
 */
import type { MatchedGrant } from "../entitlements/entitlement";
import type { AccessKey, Account, Grant, TagPolicy, Target, TargetDraft } from "../entitlements/model";
import type { Authentication, MfaPolicy } from "../identity/authentication";
import type { AttributeMapping, Identity } from "../identity/identity";
import type { KeyChanges } from "../keys/key-store";
import type { SamlIdpSettings } from "../saml/idp-settings";
import type { Secret } from "../secret/secret";
import type { AuditWriter } from "./audit-writer";
import type { LockDownChanges } from "./lock-down";
import type { ProviderSession } from "./logout-ports";
import type { PasskeyChanges } from "./passkey-ports";
import type { ProvisioningStores } from "./provisioning/ports";
import type { RelayedResponse } from "./relay-ports";
import type { RestorationChanges } from "./restoration-changes";
import type { AppSessionSummary } from "./sessions/app-session-summary";
import type { SessionEnd } from "./sessions/session-end";

/** An upstream IdP as the use-cases see it. Sealed things stay sealed until `lib/keys` opens them. */
export type Connection = {
  readonly id: string;
  readonly slug: string;
  readonly displayName: string;
  readonly enabled: boolean;
  readonly attributeMapping: AttributeMapping;
  readonly tagPolicy: TagPolicy;
  readonly mfa: MfaPolicy;
} & (
  | {
      readonly kind: "saml";
      readonly samlIdp: SamlIdpSettings;
      readonly metadataUrl?: string;
      readonly allowIdpInitiated: boolean;
    }
  | {
      readonly kind: "oidc";
      readonly issuer: string;
      readonly clientId: string;
      readonly clientSecret: Secret;
      readonly scopes: readonly string[];
    }
);

export type ConnectionDraft = Connection extends infer C
  ? C extends Connection
    ? Omit<C, "id">
    : never
  : never;

/** A page of a list. The cursor is opaque; absent means there is no more. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

export interface ListQuery {
  /** Case-insensitive part of what the list shows. */
  readonly q?: string;
  readonly cursor?: string;
  /** 1 to 1,000. */
  readonly limit: number;
}

export interface ConnectionStore {
  list(query: ListQuery): Promise<Page<Connection>>;
  bySlug(slug: string): Promise<Connection | undefined>;
  /** Those of them that are enabled. Until the transaction ends nobody else changes or deletes any of them. */
  holdEnabled(slugs: readonly string[]): Promise<readonly string[]>;
  create(draft: ConnectionDraft): Promise<Connection>;
  update(id: string, draft: ConnectionDraft): Promise<Connection>;
  delete(id: string): Promise<void>;
}

export interface AccountStore {
  list(query: ListQuery): Promise<Page<Account>>;
  byId(accountId: string): Promise<Account | undefined>;
  create(account: Account): Promise<Account>;
  update(accountId: string, account: Account): Promise<Account>;
  delete(accountId: string): Promise<void>;
}

export interface TargetStore {
  /** All of them, those of an account, or those that use a key or relay a connection's assertions. */
  list(
    query: ListQuery & {
      readonly accountId?: string;
      readonly accessKeyId?: string;
      readonly relayConnection?: string;
    },
  ): Promise<Page<Target & { readonly accountName: string }>>;
  byId(id: string): Promise<Target | undefined>;
  /** How many targets each of these accounts has; accounts without one are not in it. */
  countByAccount(accountIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  create(target: TargetDraft): Promise<Target>;
  update(id: string, target: TargetDraft): Promise<Target>;
  delete(id: string): Promise<void>;
}

/** Keys of IAM users. The secret goes in, is sealed, and is opened for one call at a time; no list holds it. */
export interface AccessKeyStore {
  list(query: ListQuery): Promise<Page<AccessKey & { readonly targetCount: number }>>;
  byId(accessKeyId: string): Promise<AccessKey | undefined>;
  /** The secret of an IAM user's key, opened for one call; undefined when there is no such key. */
  secretOf(accessKeyId: string): Promise<Secret | undefined>;
  create(key: AccessKey, secretAccessKey: Secret): Promise<AccessKey>;
  delete(accessKeyId: string): Promise<void>;
}

export interface GrantStore {
  list(
    query: ListQuery & { readonly targetId?: string; readonly accountId?: string },
  ): Promise<Page<Grant & { readonly target: Target; readonly account: Account }>>;
  byId(id: string): Promise<Grant | undefined>;
  create(grant: Omit<Grant, "id">): Promise<Grant>;
  update(id: string, grant: Omit<Grant, "id">): Promise<Grant>;
  delete(id: string): Promise<void>;
}

/** The hot read: which grants match this person now, with their target and account. */
export interface EntitlementStore {
  /** Every grant that matches at `now`, optionally for one target or for one account and role name. */
  matching(
    identity: Identity,
    now: Date,
    only?: { readonly targetId: string } | { readonly account: string; readonly role: string },
  ): Promise<readonly MatchedGrant[]>;
}

export interface PersonRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly identity: Identity;
  readonly sessionName: string;
  readonly signedInAt: Date;
  /** The identity provider has disabled or deleted them through provisioning: they may do nothing. */
  readonly isDisabled: boolean;
}

export interface PersonStore {
  /**
   * Writes what the IdP said last, finds the provisioned user they are, and gives the person's row. A person keeps one session name for ever;
   * `sessionNames` yields candidates for a new one, the first that nobody has is taken (unique constraint).
   */
  upsert(
    connectionId: string,
    identity: Identity,
    now: Date,
    sessionNames: Iterable<string>,
  ): Promise<PersonRecord>;
  list(query: ListQuery): Promise<Page<PersonRecord>>;
  byId(id: string): Promise<PersonRecord | undefined>;
  /** Everybody who may match one of these grants; for "3 people lose access now". */
  matchingGrants(grantIds: readonly string[]): Promise<readonly PersonRecord[]>;
}

export interface AppSessionRecord {
  readonly id: string;
  readonly person: PersonRecord;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly authentication: Authentication;
  readonly passkeyAt?: Date;
}

export interface AppSessionStore {
  create(session: {
    readonly id: string;
    readonly personId: string;
    readonly now: Date;
    readonly expiresAt: Date;
    readonly remoteAddress: string;
    readonly userAgent: string;
    readonly providerSession?: ProviderSession;
    readonly authentication: Authentication;
  }): Promise<void>;
  /** Neither revoked, expired nor idle longer than allowed, of nobody disabled, on an enabled connection; else undefined. */
  find(id: string, now: Date, idleSeconds: number): Promise<AppSessionRecord | undefined>;
  /** Undefined of one that holds, is not known, or was ended by an earlier version. `revoke` is its person's own word. */
  endOf(id: string, now: Date, idleSeconds: number): Promise<SessionEnd | undefined>;
  touch(id: string, now: Date): Promise<void>;
  revoke(id: string, now: Date): Promise<void>;
  /** Those that hold now, the newest first. */
  ofPerson(personId: string, now: Date, idleSeconds: number): Promise<readonly AppSessionSummary[]>;
  /** By an administrator: one of theirs, or all. @returns how many ended */
  revokeOfPerson(personId: string, now: Date, id?: string): Promise<number>;
}

export type SignInPurpose = "session" | "test";

export interface SignInRequestRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly purpose: SignInPurpose;
  readonly browserBindingHash: Uint8Array;
  readonly returnTo: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly stepUp?: { readonly personId: string; readonly mfa: boolean };
}

/** A verified login waiting for its browser. `handleHash` is SHA-256 of the one-time id. */
export interface SignInResultRecord {
  readonly handleHash: Uint8Array;
  readonly connectionId: string;
  readonly purpose: SignInPurpose;
  /** Absent when the IdP started. */
  readonly browserBindingHash?: Uint8Array;
  readonly identity: Identity;
  readonly authentication: Authentication;
  readonly returnTo: string;
  readonly sessionNotOnOrAfter?: Date;
  readonly relayedAssertionId?: string;
  readonly providerSession?: ProviderSession;
  readonly expiresAt: Date;
}

export interface SignInStore {
  createRequest(request: SignInRequestRecord): Promise<void>;
  findRequest(id: string): Promise<SignInRequestRecord | undefined>;
  /**
   * One transaction: consumes the request (if there is one), records the assertion as used and keeps the
   * result for the browser. False, and nothing changed, when the request was consumed, expired or of another
   * connection, or the assertion was used before: unique constraints decide, not a check.
   */
  acceptAssertion(accepted: {
    readonly requestId?: string;
    readonly issuer: string;
    readonly assertionId: string;
    readonly assertionIssuedAt: Date;
    readonly assertionExpiresAt: Date;
    readonly result: SignInResultRecord;
    /** Kept under the id that the result names. */
    readonly relayed?: RelayedResponse;
    readonly now: Date;
  }): Promise<boolean>;
  /** Records one use; false when there was one before. Assertion ids share the space, and hold no colon. */
  markUsed(used: {
    readonly issuer: string;
    readonly id: string;
    readonly expiresAt: Date;
  }): Promise<boolean>;
  /** Keeps a result that needs no request (OIDC test sign-in). */
  createResult(result: SignInResultRecord): Promise<void>;
  /** Looks without taking, for the page that asks before an IdP-initiated sign-in. */
  peekResult(handleHash: Uint8Array, now: Date): Promise<SignInResultRecord | undefined>;
  /**
   * Takes the result once if it is a session that this browser asked for, and no assertion for AWS came with it;
   * undefined otherwise.
   */
  takeAskedFor(
    handleHash: Uint8Array,
    browserBindingHash: Uint8Array,
    now: Date,
  ): Promise<SignInResultRecord | undefined>;
  /** Takes the result once; undefined when it is gone, too old, or belongs to another browser. */
  takeResult(
    handleHash: Uint8Array,
    browserBindingHash: Uint8Array | undefined,
    now: Date,
  ): Promise<SignInResultRecord | undefined>;
}

/** Runs one admin change and its audit event in one transaction: both are there, or neither. */
export interface UnitOfWork {
  run<T>(work: (stores: ChangeStores) => Promise<T>): Promise<T>;
}

export interface ChangeStores extends ProvisioningStores {
  readonly people: Pick<PersonStore, "byId">;
  readonly appSessions: Pick<AppSessionStore, "revokeOfPerson">;
  readonly connections: ConnectionStore;
  readonly accounts: AccountStore;
  readonly targets: TargetStore;
  readonly grants: GrantStore;
  readonly keys: KeyChanges;
  readonly accessKeys: AccessKeyStore;
  readonly passkeys: PasskeyChanges;
  readonly audit: AuditWriter;
  readonly lockDowns: LockDownChanges;
  readonly restoration: RestorationChanges;
}
