import { z } from "zod";
import { AppError } from "@/lib/errors/app-error";

/** Seconds a provider's clock may be ahead. */
const AHEAD = 60;

/** OIDC Core 2: `sub` is at most 255 ASCII characters. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/** Seconds. Longer than a flow may take (60 minutes) and clocks differ: what is older was made for another one. */
const OLDEST = 2 * 3_600;

const CLAIMS = z.object({ sub: z.string().regex(SUBJECT), iat: z.number(), exp: z.number() });
const NAME = z.string().max(40).optional();
const HEADER = z.object({
  crit: z.unknown().optional(),
  b64: z.unknown().optional(),
  zip: z.unknown().optional(),
  typ: NAME,
});
/** Access tokens (RFC 9068) and logout tokens say so here: signed with the same key, they are no ID tokens. */
const OTHER_TYPE = /\+jwt$/i;

/**
 * Rules for an ID token that openid-client has verified and that it does not check itself.
 * @throws AppError `signin.response_refused`
 */
export function applyIdTokenRules(
  idToken: string,
  claims: Readonly<Record<string, unknown>>,
  now = Date.now() / 1000,
): void {
  const [encoded = ""] = idToken.split(".");
  const header = HEADER.safeParse(JSON.parse(Buffer.from(encoded, "base64url").toString("utf8")));
  if (!header.success) throw refused("id_token_header_invalid");
  const { crit, b64, zip, typ } = header.data;
  // The only critical header the library knows, `b64`, must not be used in a JWT (RFC 7797, section 7).
  if (crit !== undefined || b64 !== undefined) throw refused("id_token_critical_header");
  if (zip !== undefined) throw refused("id_token_compressed");
  if (typ !== undefined && OTHER_TYPE.test(typ)) throw refused("id_token_of_another_type");
  // Core 3.1.3.7, rule 3: we trust no other audience, so a token that others may use as well is not for us.
  if (Array.isArray(claims.aud) && claims.aud.length !== 1) throw refused("id_token_for_other_audiences");
  const parsed = CLAIMS.safeParse(claims);
  if (!parsed.success)
    throw refused(`id_token_${String(parsed.error.issues[0]?.path[0] ?? "claims")}_invalid`);
  if (parsed.data.iat > now + AHEAD) throw refused("id_token_issued_in_the_future");
  if (parsed.data.iat < now - OLDEST) throw refused("id_token_issued_long_ago");
}

function refused(reason: string): AppError {
  return new AppError("signin.response_refused", { reason });
}
