/**
 * What `lib/runtime.ts` hands to the use-cases: ports, and the settings that concern them. A use-case names
 * the parts it takes; none of them sees the database, the configuration or a framework.
 */
import type { AwsHostOverrides } from "../aws/console";
import type { FederationPort } from "../aws/federation";
import type { ConfiguredRoles } from "../identity/roles";
import type { IssuanceTools } from "../issuance/kinds/kind";
import type { Keyrings } from "../keys/keyring";
import type { LogoutToVerify, VerifiedLogout } from "../saml/logout/verify-logout";
import type { VerifiedSamlLogin } from "../saml/verified-login";
import type { ResponseToVerify } from "../saml/verify-response";
import type { RateLimits } from "./issuance-ports";
import type { OwnIdentity } from "./own-identity";
import type { Stores } from "./stores";
import type { Clock, DocumentReader, Randomness } from "./surroundings";

export interface FlowSettings {
  /** `https://rolebridge.example.com`, without a trailing slash. */
  readonly origin: string;
  readonly roles: ConfiguredRoles;
  /** Lower-case hex; undefined when no token is configured. */
  readonly adminTokenSha256: string | undefined;
  readonly sessionIdleSeconds: number;
  readonly sessionSeconds: number;
  readonly signInSeconds: number;
  readonly clockSkewSeconds: number;
  readonly rateLimits: RateLimits;
  /** Lets connections use `http:` addresses on loopback. */
  readonly insecureHttpOnLoopback: boolean;
  /** Name of the SAML provider in IAM for targets that name none. */
  readonly samlProviderName: string;
  /** Whether STS is asked at an address of the operator's choice. */
  readonly hasOwnStsEndpoint: boolean;
  /** Where browsers and federation calls go instead of AWS's own hosts. */
  readonly awsHosts: AwsHostOverrides;
}

/** One setting for people to read; a secret's value is never in it. */
interface SettingInForce {
  readonly name: string;
  readonly value: string;
  readonly isDefault: boolean;
  readonly weakens: { readonly because: string; readonly mend: string } | undefined;
}

export interface FlowContext extends Stores {
  readonly clock: Clock;
  readonly random: Randomness;
  readonly settings: FlowSettings;
  readonly settingsInForce: readonly SettingInForce[];
  readonly documents: DocumentReader;
  readonly issuance: IssuanceTools;
  readonly ownIdentity: OwnIdentity;
  readonly federation: FederationPort;
  readonly keyrings: Keyrings;
  /** Scan, signature and strict profile of `lib/saml`, with its worker. */
  verifyResponse(input: ResponseToVerify): Promise<VerifiedSamlLogin>;
  /** The same for a logout message. */
  verifyLogout(input: LogoutToVerify): Promise<VerifiedLogout>;
}
