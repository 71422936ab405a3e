import { z } from "zod";
import { personOf } from "@/app/_http/actor";
import { parseQuery } from "@/app/_http/api";
import { visit } from "@/app/_http/handle";
import { redirectTo } from "@/app/_http/redirect";
import { startOidc } from "@/app/api/auth/_oidc/start";
import { AppError } from "@/lib/errors/app-error";

const QUERY = z.object({
  returnTo: z.string().optional(),
  purpose: z.enum(["session", "test"]).default("session"),
});

/** Starts a sign-in with one connection, whatever it speaks. `purpose=test` is an administrator's trial. */
export const GET = visit<{ connection: string }>(async (call) => {
  const { signIn } = call.rolebridge;
  const slug = call.params.connection;
  const { purpose, ...query } = parseQuery(QUERY, call.request.url);
  const returnTo = signIn.safeReturnTo(query.returnTo);
  const connection = (await signIn.connections()).find((choice) => choice.slug === slug);
  if (connection === undefined) throw new AppError("signin.connection_unknown");
  if (connection.kind === "saml") {
    const wish = new URLSearchParams({ returnTo, ...(purpose === "test" && { purpose }) });
    return redirectTo(`/saml/${encodeURIComponent(slug)}/login?${wish}`);
  }
  if (purpose === "test") {
    const person = await personOf(call.request.headers, call.rolebridge, call.origin);
    if (!person?.roles.has("administrator")) throw new AppError("access.not_administrator");
  }
  return startOidc(call, slug, { returnTo, purpose });
});
