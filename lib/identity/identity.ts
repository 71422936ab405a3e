/**
 * `missing`: the IdP sent no groups claim at all. `overage`: Entra left it out because there were too many.
 * `not_provisioned`: groups come from provisioning, and it has no user who is this person.
 * `provisioned_to_another`: it has one of this name, and an earlier sign-in with the name was of another subject.
 */
export type GroupsClaim = "present" | "missing" | "overage" | "not_provisioned" | "provisioned_to_another";

export interface IdentityAttribute {
  readonly name: string;
  readonly values: readonly string[];
}

/** Who somebody is, whatever protocol said so. Nothing downstream knows SAML from OIDC. */
export interface Identity {
  /** Slug of the connection. */
  readonly connection: string;
  /** Stable key within the connection: OIDC `sub`, or SAML NameID format and value. Opaque. */
  readonly subject: string;
  /** What grants for a user match, byte for byte. */
  readonly username: string;
  readonly email?: string;
  readonly displayName: string;
  readonly groups: readonly string[];
  readonly groupsClaim: GroupsClaim;
  /** A list of pairs: names come from outside, and `__proto__` is a name. */
  readonly attributes: readonly IdentityAttribute[];
}

/** Which attribute or claim carries what. Each list is tried in order; the first present wins. */
export interface AttributeMapping {
  readonly username: readonly string[];
  readonly email: readonly string[];
  readonly displayName: readonly string[];
  readonly groups: readonly string[];
}
