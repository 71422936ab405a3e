import type { Assumptions } from "../assumptions";

type LoopbackIssuers = Pick<Assumptions, "loopbackIssuers">;

/**
 * Whether a URL may be an issuer: https, a path at most, neither port nor query nor fragment. Of the sandbox's own app,
 * which is on loopback, see `loopbackIssuers`.
 */
export function isIssuerUrl(url: string, assumptions: LoopbackIssuers): boolean {
  if (!isReachableUrl(url, assumptions) || /[?#\s]/.test(url)) return false;
  return isOwnApp(new URL(url), assumptions) || !/^https:\/\/[^/]*:/.test(url);
}

/** Whether keys may be fetched from there: by https, or from the sandbox's own app. */
export function isReachableUrl(url: string, assumptions: LoopbackIssuers): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.username !== "" || parsed.password !== "") return false;
  return isOwnApp(parsed, assumptions) || parsed.protocol === "https:";
}

function isOwnApp({ hostname, origin }: URL, { loopbackIssuers }: LoopbackIssuers): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname) && loopbackIssuers.includes(origin);
}
