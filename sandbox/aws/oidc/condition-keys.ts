import type { RequestContext } from "../policy/request-context";
import type { VerifiedToken } from "./verify-token";

/** Sets the keys `<host/path>:aud`, `:sub`, `:amr`, `:oaud`, `:email`. Other claims are no condition keys of AWS's. */
export function setOidcKeys(context: RequestContext, token: VerifiedToken): void {
  const { provider, originalAudience, claims } = token;
  for (const [key, value] of Object.entries(lastingOidcKeys(token))) context.set(key, value);
  context.set(`${provider.name}:oaud`, originalAudience);
  context.set(`${provider.name}:email`, typeof claims.email === "string" ? claims.email : undefined);
}

/** Those that the session's own requests have, too. */
export function lastingOidcKeys({
  provider,
  subject,
  audience,
  claims,
}: VerifiedToken): Record<string, string | readonly string[]> {
  const list: readonly unknown[] = Array.isArray(claims.amr) ? claims.amr : [claims.amr];
  const amr = list.filter((item) => typeof item === "string") as string[];
  return {
    [`${provider.name}:aud`]: audience,
    [`${provider.name}:sub`]: subject,
    ...(amr.length === 0 ? {} : { [`${provider.name}:amr`]: amr }),
  };
}
