/** What single logout needs of the database, in both directions and both protocols. */
import type { NameId } from "../saml/name-id";

/** How an identity provider knows a sign-in: what it names when it ends it, and what is named to it. */
export interface ProviderSession {
  /** Compared as it is: the key of a SAML NameID, or `sub`. */
  readonly subject: string;
  /** `SessionIndex`, or `sid`. */
  readonly session?: string;
  /** SAML: the NameID as it came. */
  readonly nameId?: NameId;
}

/** What a message of an identity provider ends. */
export interface ProviderLogout {
  readonly connectionId: string;
  /** Who said it, its id there, and until when that is remembered: one message ends sessions once. */
  readonly used: { readonly issuer: string; readonly id: string; readonly expiresAt: Date };
  /** Absent: whoever has the session. One of the two is there. */
  readonly subject?: string;
  /** Absent: every session of the subject. Not empty. */
  readonly sessions?: readonly string[];
}

export interface LogoutStore {
  /** How the identity provider knows this app session, ended or not; undefined when it told nothing. */
  providerSessionOf(appSessionId: string): Promise<ProviderSession | undefined>;
  /**
   * One transaction: records the message as used, ends the app sessions it means, and forgets verified logins of the
   * same that still wait for their browser.
   * @returns who was signed in, a row a session; undefined, and nothing changed, when the message was used before
   */
  endSessions(
    logout: ProviderLogout,
    now: Date,
  ): Promise<readonly { readonly personId: string; readonly username: string }[] | undefined>;
  /** Remembers a LogoutRequest of ours. */
  createRequest(request: {
    readonly id: string;
    readonly connectionId: string;
    readonly expiresAt: Date;
  }): Promise<void>;
  /** Takes it once; false when it is not there, over, or of another connection. */
  takeRequest(id: string, connectionId: string, now: Date): Promise<boolean>;
}
