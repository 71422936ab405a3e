/**
 * What provisioning needs of the database: what a connection's identity provider has told us of its users and groups
 * through SCIM, and the tokens it does so with.
 */

import type { Condition } from "../../scim/filter";
import type { GroupDraft, GroupStep } from "../../scim/group";
import type { UserDraft } from "../../scim/user";

/** What provisioning decides for a connection. */
export interface ProvisioningPolicy {
  /** While it is off, nobody may provision, and what was provisioned counts for nothing. */
  readonly enabled: boolean;
  readonly groupsFrom: "sign-in" | "provisioning";
  /** By what grants know a provisioned group. */
  readonly groupName: "displayName" | "externalId";
  /** Attribute of the sign-in that holds a user's externalId; absent: userName is the username. */
  readonly matchAttribute?: string;
}

export interface ProvisioningToken {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date;
}

export interface ProvisioningCounts {
  readonly users: number;
  /** Neither disabled nor deleted. */
  readonly activeUsers: number;
  /** Those of them who are somebody that has signed in. */
  readonly knownUsers: number;
  readonly groups: number;
  readonly lastChangeAt?: Date;
}

/** Who may provision one connection. */
export interface ProvisioningDoor {
  readonly connectionId: string;
  readonly enabled: boolean;
  readonly tokens: readonly (ProvisioningToken & { readonly hash: Uint8Array })[];
}

export interface ProvisioningStore {
  /** Undefined when there is no such connection. @param slug of the connection */
  door(slug: string): Promise<ProvisioningDoor | undefined>;
  policy(connectionId: string): Promise<ProvisioningPolicy>;
  /** Also finds out anew who is whom, when that is decided otherwise than before. */
  setPolicy(connectionId: string, policy: ProvisioningPolicy): Promise<void>;
  counts(connectionId: string): Promise<ProvisioningCounts>;
  tokens(connectionId: string): Promise<readonly ProvisioningToken[]>;
  /** @param hash SHA-256 of the token */
  addToken(connectionId: string, token: ProvisioningToken & { readonly hash: Uint8Array }): Promise<void>;
  /** The token that was removed; undefined when this connection has none of this id. */
  removeToken(connectionId: string, id: string): Promise<ProvisioningToken | undefined>;
  touchToken(id: string, now: Date): Promise<void>;
}

/** What every stored resource has. */
export interface Stored {
  readonly id: string;
  /** Counts changes from 1; the ETag. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type ProvisionedUser = UserDraft & Stored;
export type ProvisionedGroup = GroupDraft & Stored;

export interface ProvisionedMember {
  readonly id: string;
  readonly userName: string;
  readonly displayName?: string;
}

/** RFC 7644 section 3.4.2.4: `startIndex` counts from 1. */
export interface ResourceQuery {
  /** All of them hold. */
  readonly conditions: readonly Condition[];
  readonly startIndex: number;
  readonly count: number;
}

export interface ResourcePage<T> {
  readonly total: number;
  readonly items: readonly T[];
}

export interface EndedAccess {
  /** Usernames of those whom it concerned. */
  readonly people: readonly string[];
  readonly sessions: number;
}

export interface UserOfAnother {
  readonly id: string;
  readonly userName: string;
  /** Whom an earlier sign-in said this user is. */
  readonly person: {
    readonly id: string;
    readonly subject: string;
    readonly username: string;
    readonly displayName: string;
    readonly signedInAt: Date;
  };
}

/** Users of one connection; a deleted one is nowhere to be seen. */
export interface ProvisionedUserStore {
  list(connectionId: string, query: ResourceQuery): Promise<ResourcePage<ProvisionedUser>>;
  byId(connectionId: string, id: string): Promise<ProvisionedUser | undefined>;
  /** The same, and nobody else changes it until this transaction ends. */
  lock(connectionId: string, id: string): Promise<ProvisionedUser | undefined>;
  /** Undefined when the userName or the externalId is taken. */
  create(connectionId: string, id: string, draft: UserDraft, now: Date): Promise<ProvisionedUser | undefined>;
  /** @throws AppError `admin.conflict` when the userName or the externalId is taken */
  update(connectionId: string, id: string, draft: UserDraft, now: Date): Promise<ProvisionedUser>;
  delete(connectionId: string, id: string, now: Date): Promise<void>;
  /** The user somebody would be by what their sign-in said, if it is bound to another person. */
  ofAnother(personId: string): Promise<UserOfAnother | undefined>;
  /** Makes the user this person and nobody else, as a sign-in does. The person must be no user yet. */
  bind(connectionId: string, id: string, personId: string): Promise<void>;
  /** Finds out who of those that have signed in a new or renamed user is. */
  presume(connectionId: string, id: string): Promise<void>;
  /** Ends the app sessions, assertions for AWS and sign-ins under way of whoever this user is or may be. */
  endAccess(connectionId: string, id: string, now: Date): Promise<EndedAccess>;
}

export interface ProvisionedGroupStore {
  list(connectionId: string, query: ResourceQuery): Promise<ResourcePage<ProvisionedGroup>>;
  byId(connectionId: string, id: string): Promise<ProvisionedGroup | undefined>;
  lock(connectionId: string, id: string): Promise<ProvisionedGroup | undefined>;
  /** Undefined when the displayName or the externalId is taken. */
  create(
    connectionId: string,
    id: string,
    draft: GroupDraft,
    now: Date,
  ): Promise<ProvisionedGroup | undefined>;
  /** @throws AppError `admin.conflict` when the displayName or the externalId is taken */
  update(connectionId: string, id: string, draft: GroupDraft, now: Date): Promise<ProvisionedGroup>;
  delete(connectionId: string, id: string): Promise<void>;
  /** Members of each of these groups, by group. */
  members(groupIds: readonly string[]): Promise<ReadonlyMap<string, readonly ProvisionedMember[]>>;
  /**
   * One step of a change of members.
   * @returns userNames of those who came and went, and ids that are no user of this connection
   */
  changeMembers(
    connectionId: string,
    id: string,
    step: GroupStep,
  ): Promise<{
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly unknown: readonly string[];
  }>;
}

export interface ProvisioningStores {
  readonly provisioning: ProvisioningStore;
  readonly provisionedUsers: ProvisionedUserStore;
  readonly provisionedGroups: ProvisionedGroupStore;
}
