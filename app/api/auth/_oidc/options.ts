import type { AuthOptions, CookieOption } from "next-auth";
import type { OAuthConfig, TokenEndpointHandler, UserinfoEndpointHandler } from "next-auth/providers/oauth";
import type { TokenSet } from "openid-client";
import { AppError } from "@/lib/errors/app-error";
import type { OidcProviderSettings } from "@/lib/flows/use-cases";
import type { Secret } from "@/lib/secret/secret";
import { applyIdTokenRules } from "./id-token-rules";
import type { ProviderClient } from "./provider-client";

export type Claims = Readonly<Record<string, unknown>>;

/** Names next-auth knows its cookies by, inside this process only; they are salts of their encryption, too. */
export const CHECK_COOKIES = { state: "state", pkce: "pkce", nonce: "nonce" } as const;

/** Where next-auth "redirects" when it has verified everything; nobody follows it. */
export const VERIFIED = "/verified";

export interface OidcCall {
  readonly settings: OidcProviderSettings;
  /** `https://…/api/auth/callback/{slug}`, from the configured origin. */
  readonly redirectUri: string;
  readonly cookieSecret: Secret;
  readonly signInMinutes: number;
  /** What the provider is asked beside who it is. */
  readonly authentication?: AuthenticationRequest | undefined;
  /** What talks to the provider instead of next-auth's own client. */
  readonly client: ProviderClient;
  /** Takes the one use of this flow's state. */
  readonly takeState: (state: string) => Promise<void>;
  /** Told what failed inside the code exchange, before next-auth reduces it to a word. */
  readonly onFailure: (error: unknown) => void;
  /** Told the verified claims. */
  readonly onVerified: (claims: Claims) => void;
}

/** OpenID Connect Core 3.1.2.1. */
export interface AuthenticationRequest {
  readonly prompt: "login";
  readonly max_age: number;
  readonly acr_values?: string;
  readonly claims: string;
}

/** next-auth's options for one request to one connection. */
export function authOptions(call: OidcCall): AuthOptions {
  return {
    secret: call.cookieSecret.reveal(),
    providers: [providerFor(call)],
    cookies: {
      state: checkCookie(CHECK_COOKIES.state, call.signInMinutes),
      pkceCodeVerifier: checkCookie(CHECK_COOKIES.pkce, call.signInMinutes),
      nonce: checkCookie(CHECK_COOKIES.nonce, call.signInMinutes),
    },
    callbacks: {
      // A text ends next-auth's part here: it makes no session of its own.
      signIn: () => VERIFIED,
    },
    // Its logger is one per process, so it cannot tell one request from another; failures come by `onFailure`.
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}

/** These cookies never reach a browser under these names; `flow-cookie.ts` carries their values. */
function checkCookie(name: string, minutes: number): CookieOption {
  return {
    name,
    options: { maxAge: minutes * 60, httpOnly: true, secure: true, sameSite: "lax", path: "/" },
  };
}

function providerFor(call: OidcCall): OAuthConfig<Claims> {
  const { settings } = call;
  const { metadata } = settings;
  return {
    id: settings.slug,
    name: settings.displayName,
    type: "oauth",
    issuer: metadata.issuer,
    jwks_endpoint: metadata.jwksUri,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret.reveal(),
    // Without this next-auth checks the state only.
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    client: {
      token_endpoint_auth_method: metadata.tokenEndpointAuthMethod,
      id_token_signed_response_alg: metadata.idTokenAlgorithm,
      response_types: ["code"],
    },
    authorization: {
      url: metadata.authorizationEndpoint,
      params: {
        scope: settings.scopes.join(" "),
        response_type: "code",
        // next-auth would build the address from NEXTAUTH_URL or the Host header.
        redirect_uri: call.redirectUri,
        ...call.authentication,
      },
    },
    token: { url: metadata.tokenEndpoint, request: exchangeCode(call) },
    userinfo: {
      ...(metadata.userinfoEndpoint !== undefined && { url: metadata.userinfoEndpoint }),
      request: readClaims(call),
    },
    profile: (claims) => ({ id: String(claims.sub) }),
  };
}

/**
 * `callback` checks state, issuer parameter, PKCE, and every rule of the ID token (OIDC Core 3.1.3.7). The state is
 * used up before the code is sent: whether a code works twice must not be up to the provider.
 */
function exchangeCode(call: OidcCall): NonNullable<TokenEndpointHandler["request"]> {
  return async ({ params, checks }) => {
    try {
      if (call.settings.metadata.namesIssuerInResponse && params.iss === undefined) {
        throw new AppError("signin.response_refused", { reason: "iss_missing" });
      }
      const { state } = checks;
      if (state === undefined || state !== params.state) {
        throw new AppError("signin.request_unknown", { reason: "state_mismatch" });
      }
      await call.takeState(state);
      const tokens = await call.client.redeem(call.redirectUri, params, checks);
      applyIdTokenRules(tokens.id_token ?? "", tokens.claims());
      return { tokens };
    } catch (error) {
      call.onFailure(error);
      throw error;
    }
  };
}

/** Claims of the ID token, and those userinfo has beyond them: many providers put groups only there. */
function readClaims(call: OidcCall): NonNullable<UserinfoEndpointHandler["request"]> {
  return async ({ tokens }) => {
    try {
      const set = tokens as TokenSet;
      const merged = merge(set.claims(), await call.client.userinfo(set));
      call.onVerified(merged);
      return { sub: String(merged.sub) };
    } catch (error) {
      call.onFailure(error);
      throw error;
    }
  };
}

/** About the sign-in and not about the person: only the ID token, made for this one, can say it. */
const OF_THE_SIGN_IN: ReadonlySet<string> = new Set(["auth_time", "acr", "amr"]);

/**
 * The ID token wins. Whether an address was verified is said of one address: userinfo's word must not be taken for
 * the one in the ID token (O20).
 */
function merge(claims: Claims, { email_verified, ...more }: Claims): Claims {
  const speaksOfEmail = claims.email === undefined && email_verified !== undefined;
  const ofThePerson = Object.entries(more).filter(([name]) => !OF_THE_SIGN_IN.has(name));
  return { ...Object.fromEntries(ofThePerson), ...(speaksOfEmail && { email_verified }), ...claims };
}
