import type { Assumptions } from "../assumptions";

/**
 * Whether a URL may be an issuer: https, a path at most, neither port nor query nor fragment. Of the sandbox's own app,
 * which is on loopback, see `loopbackIssuers`.
 */
export function isIssuerUrl(url: string, { loopbackIssuers }: Pick<Assumptions, "loopbackIssuers">): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || /[?#\s]/.test(url) || parsed.username !== "") return false;
  if (isLoopback(parsed) && loopbackIssuers.includes(parsed.origin)) return true;
  return parsed.protocol === "https:" && !/^https:\/\/[^/]*:/.test(url);
}

function isLoopback({ hostname }: URL): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}
