import { personOf } from "@/app/_http/actor";
import { type Call, visit } from "@/app/_http/handle";
import { counted } from "@/app/_http/metrics";
import { redirectTo } from "@/app/_http/redirect";
import { browserBinding } from "@/app/_http/sign-in-cookie";
import { signedIn } from "@/app/_http/signed-in";
import { AppError } from "@/lib/errors/app-error";
import { finishOidc, type VerifiedFlow } from "../_oidc/finish";
import { forgetFlow } from "../_oidc/flow-cookie";

/**
 * The OIDC callback, `/api/auth/callback/{connection}`. It is all of next-auth that is on the network: its other
 * endpoints (session, csrf, signin, signout, providers, its pages) do not exist here.
 */
export const GET = visit<{ nextauth: readonly string[] }>(async (call) => {
  const [action, slug, ...rest] = call.params.nextauth;
  if (action !== "callback" || slug === undefined || rest.length > 0) throw new AppError("request.not_found");
  const verified = await counted("rolebridge_sign_ins_total", { protocol: "oidc" }, finishOidc(call, slug));
  return verified.flow.purpose === "test" ? testSignIn(call, slug, verified) : session(call, slug, verified);
});

async function session(call: Call, slug: string, { claims, flow, state }: VerifiedFlow): Promise<Response> {
  const done = await call.rolebridge.signIn.completeOidc({
    slug,
    claims,
    returnTo: flow.returnTo,
    stepUp: flow.stepUp,
    origin: call.origin,
  });
  return signedIn(call, done, [forgetFlow(state)]);
}

/** The administrator stays who they are; the result waits for their page. */
async function testSignIn(call: Call, slug: string, { claims, state }: VerifiedFlow): Promise<Response> {
  const actor = await personOf(call.request.headers, call.rolebridge, call.origin);
  if (actor === undefined) throw new AppError("access.signed_out");
  const binding = browserBinding(call.request.headers);
  if (binding === undefined) throw new AppError("signin.request_unknown", { reason: "binding_missing" });
  const { handle } = await call.rolebridge.signIn.completeOidcTest(actor, {
    slug,
    claims,
    browserBinding: binding,
  });
  return redirectTo(`/signin/complete?${new URLSearchParams({ id: handle.reveal() })}`, [forgetFlow(state)]);
}
