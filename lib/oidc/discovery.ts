import { AppError } from "../errors/app-error";

/** What we need of a provider's discovery document (OpenID Connect Discovery 1.0, section 3). */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userinfoEndpoint?: string;
  /** Where a browser signs out (RP-Initiated Logout 1.0, section 2.1). */
  readonly endSessionEndpoint?: string;
  readonly jwksUri: string;
  /** The one algorithm an ID token may be signed with. */
  readonly idTokenAlgorithm: string;
  readonly tokenEndpointAuthMethod: (typeof AUTH_METHODS)[number];
  /** Every authorization response names the issuer (RFC 9207); one without it is refused as a mix-up. */
  readonly namesIssuerInResponse: boolean;
}

/** Public-key algorithms, most common first. `none` and the symmetric ones are not here on purpose. */
const ALGORITHMS = [
  "RS256",
  "ES256",
  "PS256",
  "RS384",
  "RS512",
  "ES384",
  "ES512",
  "PS384",
  "PS512",
  "EdDSA",
] as const;

/** Ways to show the client secret; the first is what a provider that says nothing must take (section 3). */
const AUTH_METHODS = ["client_secret_basic", "client_secret_post"] as const;

/** `<issuer>/.well-known/openid-configuration` (section 4.1: any trailing slash of the issuer goes first). */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

function unusable(detail: string): AppError {
  return new AppError("admin.fetch_failed", { detail, reason: "discovery_unusable" });
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === "object" && document !== null && !Array.isArray(document)) {
      return document as Readonly<Record<string, unknown>>;
    }
  } catch {
    // Answered below, like every other text that is no JSON object.
  }
  throw unusable("The issuer's discovery document is not a JSON object.");
}

/**
 * An endpoint's address: https, and plain http only on this machine and where the issuer itself is http (which
 * the settings had to allow). A client secret in clear text or a user name in an address is never right.
 */
function endpoint(document: Readonly<Record<string, unknown>>, name: string, issuer: string): string {
  const value = document[name];
  if (typeof value !== "string" || !URL.canParse(value) || !isSafe(new URL(value), issuer)) {
    throw unusable(`The issuer's discovery document has no usable ${name}.`);
  }
  return value;
}

function isSafe({ protocol, hostname, username, password }: URL, issuer: string): boolean {
  if (username !== "" || password !== "") return false;
  const isLoopback = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  return protocol === "https:" || (protocol === "http:" && isLoopback && issuer.startsWith("http:"));
}

/** The first of ours that the document lists; a list that is left out means its default. */
function firstOf<T extends string>(ours: readonly [T, ...T[]], listed: unknown, refusal: string): T {
  if (listed === undefined) return ours[0];
  const found = ours.find((name) => Array.isArray(listed) && listed.includes(name));
  if (found === undefined) throw unusable(refusal);
  return found;
}

/**
 * Checks a discovery document against the issuer an administrator entered.
 * @throws AppError `admin.fetch_failed` with a public detail: another issuer (compared exactly, section 4.3),
 *   no code flow, no endpoints, no algorithm or client authentication that we use
 */
export function readDiscovery(issuer: string, documentText: string): ProviderMetadata {
  const document = parseObject(documentText);
  if (document.issuer !== issuer) {
    const named = typeof document.issuer === "string" ? document.issuer.slice(0, 300) : "none";
    throw unusable(
      `The document at this address names the issuer ${named}. Enter the issuer exactly like that.`,
    );
  }
  const responseTypes = document.response_types_supported;
  if (!Array.isArray(responseTypes) || !responseTypes.includes("code")) {
    throw unusable("This issuer does not offer the authorization code flow.");
  }
  return {
    issuer,
    authorizationEndpoint: endpoint(document, "authorization_endpoint", issuer),
    tokenEndpoint: endpoint(document, "token_endpoint", issuer),
    jwksUri: endpoint(document, "jwks_uri", issuer),
    ...(document.userinfo_endpoint !== undefined && {
      userinfoEndpoint: endpoint(document, "userinfo_endpoint", issuer),
    }),
    ...(document.end_session_endpoint !== undefined && {
      endSessionEndpoint: endpoint(document, "end_session_endpoint", issuer),
    }),
    idTokenAlgorithm: firstOf(
      ALGORITHMS,
      document.id_token_signing_alg_values_supported,
      "This issuer does not sign ID tokens with a public-key algorithm.",
    ),
    tokenEndpointAuthMethod: firstOf(
      AUTH_METHODS,
      document.token_endpoint_auth_methods_supported,
      "This issuer takes no client secret: allow client_secret_basic or client_secret_post.",
    ),
    namesIssuerInResponse: document.authorization_response_iss_parameter_supported === true,
  };
}
