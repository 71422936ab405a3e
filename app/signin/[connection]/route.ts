import { z } from "zod";
import { personOf } from "@/app/_http/actor";
import { parseQuery } from "@/app/_http/api";
import { type Call, visit } from "@/app/_http/handle";
import { redirectTo } from "@/app/_http/redirect";
import { startOidc } from "@/app/api/auth/_oidc/start";
import { AppError } from "@/lib/errors/app-error";

const QUERY = z.object({
  returnTo: z.string().optional(),
  purpose: z.enum(["session", "test"]).default("session"),
  stepUp: z.enum(["sign_in", "mfa"]).optional(),
});

/** Starts a sign-in with one connection, whatever it speaks. `purpose=test` is an administrator's trial. */
export const GET = visit<{ connection: string }>(async (call) => {
  const { signIn } = call.rolebridge;
  const slug = call.params.connection;
  const { purpose, stepUp, ...query } = parseQuery(QUERY, call.request.url);
  const returnTo = signIn.safeReturnTo(query.returnTo);
  const kind = purpose === "test" ? await kindForTest(call, slug) : await kindOf(call, slug);
  if (kind === "saml") {
    const wish = new URLSearchParams({
      returnTo,
      ...(purpose === "test" && { purpose }),
      ...(stepUp && { stepUp }),
    });
    return redirectTo(`/saml/${encodeURIComponent(slug)}/login?${wish}`);
  }
  if (stepUp === undefined) return startOidc(call, slug, { returnTo, purpose });
  const person = await personOf(call.request.headers, call.rolebridge, call.origin);
  const expected = call.rolebridge.stepUp.expectedOf(slug, stepUp, person);
  return startOidc(call, slug, { returnTo, purpose }, { wish: stepUp, expected });
});

async function kindOf({ rolebridge }: Call, slug: string): Promise<"saml" | "oidc"> {
  const connection = (await rolebridge.signIn.connections()).find((choice) => choice.slug === slug);
  if (connection === undefined) throw new AppError("signin.connection_unknown");
  return connection.kind;
}

/** A connection that is not enabled yet can be tried as well. */
async function kindForTest({ request, rolebridge, origin }: Call, slug: string): Promise<"saml" | "oidc"> {
  const person = await personOf(request.headers, rolebridge, origin);
  if (!person?.roles.has("administrator")) throw new AppError("access.not_administrator");
  return (await rolebridge.admin.connections.get(person, slug)).kind;
}
