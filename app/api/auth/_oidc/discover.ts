import { z } from "zod";
import { AppError } from "@/lib/errors/app-error";

/** What we need of OpenID Connect Discovery 1.0, section 3, and RFC 9207. */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userinfoEndpoint?: string;
  readonly jwksUri: string;
  /** The one algorithm an ID token may be signed with. */
  readonly idTokenAlgorithm: string;
  readonly tokenEndpointAuthMethod: "client_secret_basic" | "client_secret_post";
  /** The authorization response always names the issuer (mix-up defence); one without it is refused. */
  readonly namesIssuerInResponse: boolean;
}

const TIMEOUT_MS = 5_000;
const LIMIT = 256 * 1024;
const KEEP_MS = 5 * 60_000;

/** Public-key algorithms, most common first. `none` and the symmetric ones are not here on purpose. */
const ALGORITHMS = ["RS256", "ES256", "PS256", "RS384", "RS512", "ES384", "ES512", "PS384", "PS512", "EdDSA"];

const DOCUMENT = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url().optional(),
  jwks_uri: z.url(),
  id_token_signing_alg_values_supported: z.array(z.string()).default(["RS256"]),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(["client_secret_basic"]),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
});

const kept = new Map<string, { readonly metadata: Promise<ProviderMetadata>; readonly until: number }>();

/**
 * The provider's metadata, read from its issuer address; kept for five minutes and fetched once however many
 * people sign in at the same time.
 * @throws AppError `signin.provider_failed` when it cannot be read, `signin.connection_unusable` when it does not
 *   fit: another issuer than configured (next-auth's own discovery would accept it), or nothing we may use
 */
export function discover(issuer: string, now = Date.now()): Promise<ProviderMetadata> {
  const found = kept.get(issuer);
  if (found && found.until > now) return found.metadata;
  const metadata = read(issuer);
  kept.set(issuer, { metadata, until: now + KEEP_MS });
  metadata.catch(() => kept.delete(issuer));
  return metadata;
}

async function read(issuer: string): Promise<ProviderMetadata> {
  const document = DOCUMENT.safeParse(await fetchDocument(issuer));
  if (!document.success) throw unusable("discovery_incomplete");
  const found = document.data;
  // Byte for byte: a trailing slash or a tenant template is another issuer (OIDC Discovery 4.3).
  if (found.issuer !== issuer) throw unusable("discovery_issuer_mismatch");
  const endpoints = [
    found.authorization_endpoint,
    found.token_endpoint,
    found.jwks_uri,
    found.userinfo_endpoint,
  ];
  if (!endpoints.every((endpoint) => endpoint === undefined || asSafeAs(issuer, endpoint))) {
    throw unusable("discovery_insecure_endpoint");
  }
  const idTokenAlgorithm = ALGORITHMS.find((name) =>
    found.id_token_signing_alg_values_supported.includes(name),
  );
  const tokenEndpointAuthMethod = (["client_secret_basic", "client_secret_post"] as const).find((method) =>
    found.token_endpoint_auth_methods_supported.includes(method),
  );
  if (idTokenAlgorithm === undefined) throw unusable("discovery_no_algorithm");
  if (tokenEndpointAuthMethod === undefined) throw unusable("discovery_no_client_authentication");
  return {
    issuer,
    authorizationEndpoint: found.authorization_endpoint,
    tokenEndpoint: found.token_endpoint,
    ...(found.userinfo_endpoint !== undefined && { userinfoEndpoint: found.userinfo_endpoint }),
    jwksUri: found.jwks_uri,
    idTokenAlgorithm,
    tokenEndpointAuthMethod,
    namesIssuerInResponse: found.authorization_response_iss_parameter_supported,
  };
}

async function fetchDocument(issuer: string): Promise<unknown> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  try {
    // A redirect would let the document come from an address nobody configured.
    const response = await fetch(address, {
      redirect: "error",
      cache: "no-store",
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return JSON.parse(await readUpTo(response.body, LIMIT));
  } catch (cause) {
    throw new AppError("signin.provider_failed", { reason: "discovery_unreachable", cause });
  }
}

async function readUpTo(body: ReadableStream<Uint8Array> | null, limit: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.byteLength;
    if (size > limit) throw new Error("document too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Endpoints use https; plain http only where the issuer itself was allowed to, and on this machine. */
function asSafeAs(issuer: string, endpoint: string): boolean {
  const { protocol, hostname, username, password } = new URL(endpoint);
  if (username !== "" || password !== "") return false;
  const loopback = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  return protocol === "https:" || (protocol === "http:" && loopback && issuer.startsWith("http:"));
}

function unusable(reason: string): AppError {
  return new AppError("signin.connection_unusable", { reason });
}
