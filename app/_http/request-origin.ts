import { newReference } from "@/lib/errors/app-error";
import type { RequestOrigin } from "@/lib/identity/actor";
import { REFERENCE_HEADER } from "./request-headers";

const REFERENCE = /^[2-9a-hjkmnp-z]{10}$/;
const LONGEST_USER_AGENT = 256;

/**
 * Where a request came from.
 * @param trustedProxyHops how many proxies of our own stand before us. Each appends the address it saw to
 *   `X-Forwarded-For`, and so does `before-next.ts` for the last step; entries further left are the client's
 *   own words and count for nothing.
 */
export function requestOrigin(headers: Headers, trustedProxyHops: number): RequestOrigin {
  const reference = headers.get(REFERENCE_HEADER) ?? "";
  return {
    remoteAddress: remoteAddress(headers.get("x-forwarded-for") ?? "", trustedProxyHops),
    userAgent: printable(headers.get("user-agent") ?? "").slice(0, LONGEST_USER_AGENT),
    reference: REFERENCE.test(reference) ? reference : newReference(),
  };
}

function remoteAddress(forwardedFor: string, trustedProxyHops: number): string {
  const hops = forwardedFor
    .split(",")
    .map((hop) => printable(hop).trim())
    .filter((hop) => hop !== "");
  const address = hops[Math.max(0, hops.length - 1 - trustedProxyHops)] ?? "unknown";
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "").slice(0, 64);
}

/** Header values reach logs and audit pages: a line break or an escape sequence must not. */
function printable(value: string): string {
  return value.replace(/[^\x20-\x7e\u00a0-\uffff]/g, "");
}
