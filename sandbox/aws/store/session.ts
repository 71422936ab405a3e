/** A set of temporary credentials and what they stand for. Sealed whole into its own session token. */
export type Session = AssumedRoleSession | FederatedUserSession | UserSession;

interface SessionCredentials {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Milliseconds since the epoch; `aws:TokenIssueTime`. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Session tags, in the spelling they were passed in; they hide a tag of the role or user with the same key. */
  readonly tags: Readonly<Record<string, string>>;
  /**
   * When a one-time code was shown, in milliseconds since the epoch. Only GetSessionToken keeps it for the session's own
   * requests; a role's session never carries it, whatever its role asked of whoever assumed it.
   */
  readonly mfaAuthenticatedAt?: number;
  /** Inline session policies, JSON texts. */
  readonly sessionPolicies: readonly string[];
  /** Managed policies passed as session policies. With neither kind a role's session may do all its role may. */
  readonly sessionPolicyArns: readonly string[];
}

export interface AssumedRoleSession extends SessionCredentials {
  readonly kind: "assumed-role";
  readonly roleName: string;
  readonly roleId: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** Made with credentials that were themselves a role's: one hour at most, no console duration. */
  readonly chained: boolean;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  /** `aws:FederatedProvider`: ARN of the provider, or nothing for AssumeRole. */
  readonly federatedProvider?: string;
  /**
   * The federation keys that outlive the call: `saml:sub`, `saml:sub_type`, `saml:namequalifier`; for OpenID Connect
   * `<host/path>:aud`, `:sub`, `:amr`.
   */
  readonly federation: Readonly<Record<string, string | readonly string[]>>;
}

/** Of GetFederationToken: what both its user and its session policies allow; without session policies, nothing. */
export interface FederatedUserSession extends SessionCredentials {
  readonly kind: "federated-user";
  readonly federatedUserName: string;
  /** The user whose keys asked; absent for the root user. A user who is deleted takes the session along. */
  readonly user?: SessionUser;
}

/** Of GetSessionToken: the user again, but for a time. */
export interface UserSession extends SessionCredentials {
  readonly kind: "session-token";
  /** Absent for the root user. */
  readonly user?: SessionUser;
}

export interface SessionUser {
  readonly userName: string;
  readonly userId: string;
}
