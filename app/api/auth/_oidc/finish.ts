import type { Call } from "@/app/_http/handle";
import { AppError } from "@/lib/errors/app-error";
import { reasonOf } from "./failure-reason";
import { type OidcFlow, recallFlow } from "./flow-cookie";
import { callNextAuth } from "./next-auth-call";
import { authOptions, CHECK_COOKIES, type Claims, VERIFIED } from "./options";
import { providerClient } from "./provider-client";
import { redirectUriOf } from "./redirect-uri";

export interface VerifiedFlow {
  readonly flow: OidcFlow;
  readonly state: string;
  /** ID token claims, with what userinfo has beyond them. */
  readonly claims: Claims;
}

/** Parameters of an authorization response we use; anything else never reaches next-auth. */
const PARAMETERS = ["code", "state", "iss", "error"] as const;
type AuthorizationResponse = Partial<Record<(typeof PARAMETERS)[number], string>>;

/**
 * Verifies what a provider sent the browser back with. Every refusal is audited with its reason; the person gets
 * a sentence.
 * @throws AppError `signin.request_unknown` when this browser did not begin the flow, `signin.response_refused`,
 *   `signin.provider_failed`
 */
export async function finishOidc(
  call: Pick<Call, "request" | "rolebridge" | "origin">,
  slug: string,
): Promise<VerifiedFlow> {
  const { signIn } = call.rolebridge;
  await signIn.limitOidc("answer", slug, call.origin);
  try {
    const response = authorizationResponse(call.request.url);
    const state = response.state ?? "";
    const flow = state === "" ? undefined : recallFlow(call.request.headers, state);
    if (flow === undefined) throw new AppError("signin.request_unknown", { reason: "flow_cookie_missing" });
    if (response.error !== undefined) {
      throw new AppError("signin.provider_failed", { reason: `provider_error_${wordOf(response.error)}` });
    }
    return { flow, state, claims: await verifiedClaims(call, slug, response, flow) };
  } catch (thrown) {
    const error = asRefusal(thrown);
    await signIn.recordOidcFailure({ slug, reason: error.reason ?? error.code, origin: call.origin });
    throw error;
  }
}

async function verifiedClaims(
  { rolebridge }: Pick<Call, "rolebridge">,
  slug: string,
  response: AuthorizationResponse,
  flow: OidcFlow,
): Promise<Claims> {
  const settings = await rolebridge.signIn.oidcProvider(slug);
  let claims: Claims | undefined;
  let failure: unknown;
  const answer = await callNextAuth(
    {
      method: "GET",
      path: ["callback", slug],
      query: response,
      cookies: {
        [CHECK_COOKIES.state]: flow.checks.state,
        [CHECK_COOKIES.pkce]: flow.checks.pkce,
        [CHECK_COOKIES.nonce]: flow.checks.nonce,
      },
    },
    authOptions({
      settings,
      cookieSecret: rolebridge.settings.cookieSecret,
      signInMinutes: rolebridge.settings.signInMinutes,
      redirectUri: redirectUriOf(rolebridge.settings.origin, slug),
      client: providerClient(settings, rolebridge.connectOut),
      takeState: (state) => rolebridge.signIn.takeOidcState({ issuer: settings.metadata.issuer, state }),
      onFailure: (error) => {
        failure = error;
      },
      onVerified: (verified) => {
        claims = verified;
      },
    }),
  );
  if (failure !== undefined) throw failure;
  if (claims === undefined || answer.location !== VERIFIED) {
    // Without a failure of the exchange: its cookies are too old or were made for another connection.
    throw new AppError("signin.request_unknown", { reason: "flow_checks_refused" });
  }
  return claims;
}

function authorizationResponse(url: string): AuthorizationResponse {
  const { searchParams } = new URL(url);
  const response: AuthorizationResponse = {};
  for (const name of PARAMETERS) {
    const [value, ...others] = searchParams.getAll(name);
    if (others.length > 0) throw new AppError("signin.response_refused", { reason: `repeated_${name}` });
    if (value !== undefined) response[name] = value;
  }
  return response;
}

function asRefusal(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown.code === "admin.fetch_failed" ? asOutage(thrown) : thrown;
  const { reason, providerIsDown } = reasonOf(thrown);
  return new AppError(providerIsDown ? "signin.provider_failed" : "signin.response_refused", {
    reason,
    cause: thrown,
  });
}

/** The person signs in and does not administer: the detail for administrators stays in the log. */
function asOutage(cause: AppError): AppError {
  return new AppError("signin.provider_failed", { reason: `provider_${cause.reason ?? "failed"}`, cause });
}

function wordOf(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, "_").slice(0, 40);
}
