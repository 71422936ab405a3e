import type { Call } from "@/app/_http/handle";
import { redirectTo } from "@/app/_http/redirect";
import { startBinding } from "@/app/_http/sign-in-cookie";
import { AppError } from "@/lib/errors/app-error";
import type { StepUpExpected, StepUpWish } from "@/lib/flows/step-up/answer";
import type { OidcProviderSettings } from "@/lib/flows/use-cases";
import { type OidcFlow, rememberFlow } from "./flow-cookie";
import { callNextAuth, type NextAuthAnswer } from "./next-auth-call";
import { type AuthenticationRequest, authOptions, CHECK_COOKIES } from "./options";
import { providerClient } from "./provider-client";
import { redirectUriOf } from "./redirect-uri";

/**
 * Sends the browser to an OpenID provider (code flow with PKCE, state and nonce) and remembers the flow there.
 * @throws AppError `request.too_many`, `signin.connection_unknown`, `signin.provider_failed`, `signin.connection_unusable`
 */
export async function startOidc(
  { request, rolebridge, origin: cameFrom }: Pick<Call, "request" | "rolebridge" | "origin">,
  slug: string,
  wish: Pick<OidcFlow, "returnTo" | "purpose">,
  stepUp?: { readonly wish: StepUpWish; readonly expected: StepUpExpected | undefined },
): Promise<Response> {
  await rolebridge.signIn.limitOidc("start", slug, cameFrom);
  const settings = await providerOf(rolebridge, slug, cameFrom);
  const { cookieSecret, origin, signInMinutes } = rolebridge.settings;
  const options = authOptions({
    settings,
    cookieSecret,
    signInMinutes,
    redirectUri: redirectUriOf(origin, slug),
    authentication: stepUp && authenticationRequest(stepUp.wish, settings),
    client: providerClient(settings, rolebridge.connectOut),
    takeState: async () => undefined,
    onFailure: () => undefined,
    onVerified: () => undefined,
  });
  // next-auth starts a flow on POST with its own CSRF pair only, so it is asked for one first.
  const csrf = await callNextAuth({ method: "GET", path: ["csrf"], cookies: {} }, options);
  const csrfToken = String((csrf.body as { readonly csrfToken?: unknown }).csrfToken);
  const started = await callNextAuth(
    {
      method: "POST",
      path: ["signin", slug],
      cookies: Object.fromEntries(csrf.cookies),
      body: { csrfToken },
    },
    options,
  );
  const { location, state, checks } = authorizationRequest(started, settings.metadata.authorizationEndpoint);
  return redirectTo(location, [
    ...rememberFlow(
      request.headers,
      state,
      { ...wish, ...expectation(stepUp?.expected), checks },
      signInMinutes,
    ),
    startBinding(request.headers, signInMinutes).setCookie,
  ]);
}

/**
 * `prompt=login` asks to authenticate anew, `max_age` to say when that was (Core 2: `auth_time` is then required), and
 * the `claims` parameter says so to providers that know neither.
 */
function authenticationRequest(
  wish: StepUpWish,
  { mfaRequest }: OidcProviderSettings,
): AuthenticationRequest {
  const claims = JSON.stringify({ id_token: { auth_time: { essential: true }, amr: null, acr: null } });
  const asked = { prompt: "login", max_age: 0, claims } as const;
  return wish === "mfa" && mfaRequest.length > 0 ? { ...asked, acr_values: mfaRequest.join(" ") } : asked;
}

function expectation(expected: StepUpExpected | undefined): Pick<OidcFlow, "stepUp"> {
  return expected === undefined ? {} : { stepUp: { ...expected, askedAt: new Date() } };
}

/** A provider whose metadata cannot be used lets nobody in, and the audit says so. */
async function providerOf({ signIn }: Call["rolebridge"], slug: string, origin: Call["origin"]) {
  try {
    return await signIn.oidcProvider(slug);
  } catch (error) {
    if (error instanceof AppError && error.code !== "signin.connection_unknown") {
      await signIn.recordOidcFailure({ slug, reason: error.reason ?? error.code, origin });
    }
    throw error;
  }
}

function authorizationRequest(started: NextAuthAnswer, endpoint: string) {
  const state = started.cookies.get(CHECK_COOKIES.state);
  const pkce = started.cookies.get(CHECK_COOKIES.pkce);
  const nonce = started.cookies.get(CHECK_COOKIES.nonce);
  const url = URL.canParse(started.location ?? "") ? new URL(started.location ?? "") : undefined;
  const there = new URL(endpoint);
  const sent = url?.searchParams.get("state");
  const complete = url && sent && state && pkce && nonce;
  if (!complete || url.origin !== there.origin || url.pathname !== there.pathname) {
    throw new AppError("internal.unexpected", { reason: "oidc_start_incomplete" });
  }
  return { location: url.href, state: sent, checks: { state, pkce, nonce } };
}
