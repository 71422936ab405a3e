import {
  type BaseClient,
  type CallbackParamsType,
  custom,
  errors,
  Issuer,
  type OpenIDCallbackChecks,
  type TokenSet,
} from "openid-client";
import type { AppError } from "@/lib/errors/app-error";
import type { OidcProviderSettings } from "@/lib/flows/use-cases";
import type { Runtime } from "@/lib/runtime";

type Claims = Readonly<Record<string, unknown>>;
type ConnectOut = Runtime["connectOut"];
type Metadata = OidcProviderSettings["metadata"];

/** The three requests a sign-in makes: to the token endpoint, for the keys, and to userinfo. */
export interface ProviderClient {
  /** Redeems a code and verifies the ID token. */
  redeem(
    redirectUri: string,
    parameters: CallbackParamsType,
    checks: OpenIDCallbackChecks,
  ): Promise<TokenSet>;
  /** What userinfo says of the person these tokens are about; nothing where the provider has none to say. */
  userinfo(tokens: TokenSet): Promise<Claims>;
}

/** Seconds a provider's clock may differ. */
const CLOCK_TOLERANCE = 10;

/**
 * next-auth would make a new issuer, and with it ask for the keys anew, at every sign-in. One for as long as its
 * metadata is kept (minutes) remembers the keys, asks again for an unknown `kid` once a minute at most, however
 * many tokens name one (O21), and drops keys the provider took away.
 */
const ISSUERS = new WeakMap<Metadata, { readonly issuer: Issuer; failure(): AppError | undefined }>();

function issuerOf(metadata: Metadata, connectOut: ConnectOut) {
  const known = ISSUERS.get(metadata);
  if (known !== undefined) return known;
  const issuer = new Issuer({
    issuer: metadata.issuer,
    token_endpoint: metadata.tokenEndpoint,
    jwks_uri: metadata.jwksUri,
    ...(metadata.userinfoEndpoint !== undefined && { userinfo_endpoint: metadata.userinfoEndpoint }),
  });
  const made = { issuer, failure: guard(issuer, connectOut) };
  ISSUERS.set(metadata, made);
  return made;
}

/** Sends all requests of an issuer or a client through the guard. @returns why it ended the last of them */
function guard(asking: Issuer | BaseClient, connectOut: ConnectOut): () => AppError | undefined {
  let failure: () => AppError | undefined = () => undefined;
  asking[custom.http_options] = (url) => {
    const connection = connectOut(url);
    failure = connection.failure;
    // An https agent is an http agent with other sockets; the types say nothing of that.
    return { agent: connection.agent };
  };
  return () => failure();
}

/** openid-client on guarded connections, for one sign-in. */
export function providerClient(settings: OidcProviderSettings, connectOut: ConnectOut): ProviderClient {
  const { metadata } = settings;
  const { issuer, failure: issuerFailure } = issuerOf(metadata, connectOut);
  const client = new issuer.Client({
    client_id: settings.clientId,
    client_secret: settings.clientSecret.reveal(),
    token_endpoint_auth_method: metadata.tokenEndpointAuthMethod,
    id_token_signed_response_alg: metadata.idTokenAlgorithm,
    response_types: ["code"],
  });
  client[custom.clock_tolerance] = CLOCK_TOLERANCE;
  const failure = guard(client, connectOut);
  /** The guard's own reason instead of "aborted", which is all that Node says of a connection cut off. */
  const explained = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const result = await work;
      // The end of an answer that is too large may come in the chunk that is too much.
      const cutOff = failure();
      if (cutOff) throw cutOff;
      return result;
    } catch (error) {
      // What openid-client judged came over the network whole.
      if (error instanceof errors.RPError || error instanceof errors.OPError) throw error;
      throw failure() ?? issuerFailure() ?? error;
    }
  };
  return {
    redeem: (redirectUri, parameters, checks) => explained(client.callback(redirectUri, parameters, checks)),
    userinfo: async (tokens) => {
      if (tokens.access_token === undefined || metadata.userinfoEndpoint === undefined) return {};
      return explained(userinfo(client, tokens));
    },
  };
}

/**
 * A provider that does not let this client ask (4xx) leaves the ID token to speak for itself. openid-client refuses
 * userinfo of another `sub` (OIDC Core 5.3.2); a signed answer, which nobody asked for, is no JSON and refused too.
 */
async function userinfo(client: BaseClient, tokens: TokenSet): Promise<Claims> {
  try {
    const claims: unknown = await client.userinfo(tokens);
    return claims as Claims;
  } catch (error) {
    const status = (error as { readonly response?: { readonly statusCode?: number } }).response?.statusCode;
    if (status !== undefined && status >= 400 && status < 500) return {};
    throw error;
  }
}
