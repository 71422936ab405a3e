/** A set of temporary credentials and what they stand for. Sealed whole into its own session token. */
export type Session = AssumedRoleSession | FederatedUserSession | UserSession;

interface SessionCredentials {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface AssumedRoleSession extends SessionCredentials {
  readonly kind: "assumed-role";
  readonly roleName: string;
  readonly roleId: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** Made with credentials that were themselves a role's: one hour at most, no console duration. */
  readonly chained: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  /** Session policies narrow what the role may do; JSON texts. */
  readonly sessionPolicies: readonly string[];
  /** The federation keys that outlive the call: `saml:sub`, `saml:sub_type`, `saml:namequalifier`. */
  readonly federation: Readonly<Record<string, string>>;
}

/** Of GetFederationToken. */
interface FederatedUserSession extends SessionCredentials {
  readonly kind: "federated-user";
  readonly federatedUserName: string;
}

/** Of GetSessionToken. */
interface UserSession extends SessionCredentials {
  readonly kind: "session-token";
  readonly userName: string;
}
