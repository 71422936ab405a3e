import { z } from "zod";
import { AppError } from "@/lib/errors/app-error";

/** Seconds a provider's clock may be ahead. */
const AHEAD = 60;

/** OIDC Core 2: `sub` is at most 255 ASCII characters. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

const CLAIMS = z.object({ sub: z.string().regex(SUBJECT), iat: z.number(), exp: z.number() });
const HEADER = z.object({ crit: z.undefined().optional() });

/**
 * Rules for an ID token that openid-client has verified and that it does not check itself.
 * @throws AppError `signin.response_refused`
 */
export function applyIdTokenRules(
  idToken: string,
  claims: Readonly<Record<string, unknown>>,
  now = Date.now() / 1000,
): void {
  const [header = ""] = idToken.split(".");
  // The only critical header the library knows, `b64`, must not be used in a JWT (RFC 7797, section 7).
  if (!HEADER.safeParse(JSON.parse(Buffer.from(header, "base64url").toString("utf8"))).success) {
    throw refused("id_token_critical_header");
  }
  const parsed = CLAIMS.safeParse(claims);
  if (!parsed.success)
    throw refused(`id_token_${String(parsed.error.issues[0]?.path[0] ?? "claims")}_invalid`);
  if (parsed.data.iat > now + AHEAD) throw refused("id_token_issued_in_the_future");
}

function refused(reason: string): AppError {
  return new AppError("signin.response_refused", { reason });
}
