import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { TARGET_HEADER } from "./request-headers";

interface RequestStart {
  readonly request: IncomingMessage;
}

/**
 * Makes facts reach the handlers, before Next sees a request. A route handler has no socket, and Next
 * fills the forwarding headers only where the client left them out, so a client could choose its own address
 * and host. Called once a process, from `instrumentation.ts`.
 *
 * - The peer's address is appended to `X-Forwarded-For`, as a proxy would do.
 * - `X-Forwarded-Host` and `-Proto` become those of our configured origin: Next compares the Origin of a
 *   Server Action with them, and builds addresses from them (host header poisoning).
 * - Under `/saml/` the request target goes along as it came: a signed query is judged by its bytes, and Next takes a
 *   parameter of its own out of every query and writes the others anew.
 * @param origin `https://rolebridge.example.com`
 */
export function recordPeerAddress(origin: string): void {
  const ours = new URL(origin);
  subscribe("http.server.request.start", (message) => {
    const { request } = message as RequestStart;
    const { headers, socket } = request;
    const before = headers["x-forwarded-for"];
    headers["x-forwarded-for"] = [before ?? [], socket.remoteAddress ?? "unknown"].flat().join(", ");
    headers["x-forwarded-host"] = ours.host;
    headers["x-forwarded-proto"] = ours.protocol.slice(0, -1);
    delete headers[TARGET_HEADER];
    if (request.url?.startsWith("/saml/")) headers[TARGET_HEADER] = request.url;
  });
}
