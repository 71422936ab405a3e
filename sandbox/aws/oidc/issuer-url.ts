import type { Assumptions } from "../assumptions";

type LoopbackIssuers = Pick<Assumptions, "loopbackIssuers">;

/**
 * Whether a URL may be an issuer: https, a path at most, neither port nor query nor fragment. Of the sandbox's own app,
 * which is on loopback, see `loopbackIssuers`.
 */
export function isIssuerUrl(url: string, assumptions: LoopbackIssuers): boolean {
  if (!isReachableUrl(url, assumptions) || /[?#\s]/.test(url)) return false;
  return url.startsWith("http:") || !/^https:\/\/[^/]*:/.test(url);
}

/** Whether keys may be fetched from there: by https, or from the sandbox's own app. */
export function isReachableUrl(url: string, { loopbackIssuers }: LoopbackIssuers): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.username !== "" || parsed.password !== "") return false;
  const isOwnApp = isLoopback(parsed) && loopbackIssuers.includes(parsed.origin);
  return isOwnApp || parsed.protocol === "https:";
}

function isLoopback({ hostname }: URL): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}
