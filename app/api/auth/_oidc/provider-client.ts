import {
  type BaseClient,
  type CallbackParamsType,
  custom,
  errors,
  type Issuer,
  type OpenIDCallbackChecks,
  type TokenSet,
} from "openid-client";
import type { OidcProviderSettings } from "@/lib/flows/use-cases";
import type { Runtime } from "@/lib/runtime";
import { guardRequests, knownIssuer, newerIssuer } from "./known-issuers";

type Claims = Readonly<Record<string, unknown>>;

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

/** openid-client on guarded connections, for one sign-in. */
export function providerClient(
  settings: OidcProviderSettings,
  connectOut: Runtime["connectOut"],
): ProviderClient {
  const { metadata } = settings;
  let asking: Promise<AskingClient> | undefined;
  // Only who comes back from the provider needs it, and with it the provider's keys.
  const asked = () => {
    asking ??= askingClient(settings, connectOut);
    return asking;
  };
  return {
    redeem: async (redirectUri, parameters, checks) => {
      const { client, explained } = await asked();
      return explained(client.callback(redirectUri, parameters, checks));
    },
    userinfo: async (tokens) => {
      if (tokens.access_token === undefined || metadata.userinfoEndpoint === undefined) return {};
      const { client, explained } = await asked();
      return explained(userinfo(client, tokens));
    },
  };
}

interface AskingClient {
  readonly client: BaseClient;
  /** The guard's own reason instead of "aborted", which is all that Node says of a connection cut off. */
  explained<T>(work: Promise<T>): Promise<T>;
}

async function askingClient(
  settings: OidcProviderSettings,
  connectOut: Runtime["connectOut"],
): Promise<AskingClient> {
  const known = await knownIssuer(settings.metadata, connectOut);
  const { failure: issuerFailure } = known;
  const client = clientOf(known.issuer, settings);
  verifyWithNewerKeys(client, async () => {
    const newer = await newerIssuer(known, connectOut);
    return newer && clientOf(newer.issuer, settings);
  });
  const failure = guardRequests(client, connectOut);
  return {
    client,
    explained: async (work) => {
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
    },
  };
}

function clientOf(issuer: Issuer, { metadata, clientId, clientSecret }: OidcProviderSettings): BaseClient {
  const client = new issuer.Client({
    client_id: clientId,
    client_secret: clientSecret.reveal(),
    token_endpoint_auth_method: metadata.tokenEndpointAuthMethod,
    id_token_signed_response_alg: metadata.idTokenAlgorithm,
    response_types: ["code"],
  });
  client[custom.clock_tolerance] = CLOCK_TOLERANCE;
  return client;
}

/** It is there; the package's types leave it out. */
type Verifying = BaseClient & { validateJWT(...jwt: readonly unknown[]): Promise<unknown> };

const UNKNOWN_KEY = "no valid key found in issuer's jwks_uri";

/** A token that names a key which is not there is judged once more with keys that were read later. */
function verifyWithNewerKeys(client: BaseClient, newer: () => Promise<BaseClient | undefined>): void {
  const verifying = client as Verifying;
  const validate = verifying.validateJWT.bind(client);
  verifying.validateJWT = async (...jwt) => {
    try {
      return await validate(...jwt);
    } catch (error) {
      const isUnknown = error instanceof errors.RPError && error.message.startsWith(UNKNOWN_KEY);
      const other = isUnknown ? await newer() : undefined;
      if (other === undefined) throw error;
      return (other as Verifying).validateJWT(...jwt);
    }
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
