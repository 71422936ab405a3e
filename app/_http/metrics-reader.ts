import { createHash, timingSafeEqual } from "node:crypto";

const LOOPBACK = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/**
 * Who may read the metrics: the bearer of the configured token; without one, only somebody on this machine who asks
 * directly. Not whoever says so in a header (oauth2-proxy GHSA-5hvv): behind a reverse proxy on the same machine
 * every visitor's connection comes from loopback, but brings a forwarding header.
 * @param headers after `before-next.ts` appended the peer's address
 */
export function mayReadMetrics(headers: Headers, tokenSha256: string | undefined): boolean {
  if (tokenSha256 !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
    if (token === undefined) return false;
    return timingSafeEqual(createHash("sha256").update(token).digest(), Buffer.from(tokenSha256, "hex"));
  }
  return LOOPBACK.test(headers.get("x-forwarded-for") ?? "") && headers.get("forwarded") === null;
}
