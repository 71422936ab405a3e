import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { newReference } from "@/lib/errors/app-error";
import { NONCE_HEADER, PATH_HEADER, REFERENCE_HEADER, TARGET_HEADER } from "./request-headers";
import { PAGE_REFERRER_POLICY, pagePolicy, SECURITY_HEADERS, setsItsOwnPolicy } from "./security-headers";

interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const NONCE_BYTES = 18;

/**
 * Sets what we set on every request and every answer, before Next sees either. Called once a process, from
 * `instrumentation.ts`. It decides nothing about access: every page, action and handler asks for itself.
 *
 * Not Next's own proxy, which costs a sixth of a request, copies every body, and was got around before (CVE-2025-29927
 * and others): no answer leaves this server without having passed here.
 * @param origin `https://rolebridge.example.com`
 */
export function prepareBeforeNext(origin: string, development: boolean): void {
  const ours = new URL(origin);
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as RequestStart;
    if (request.method === "POST") leadSignOutToItsHandler(request);
    const target = request.url ?? "/";
    recordWhereFrom(request, ours);
    recordWhatFor(request, target);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const [path = "/"] = target.split("?", 1);
    if (setsItsOwnPolicy(path)) forgetPolicy(request);
    else protectPage(request, response, development);
  });
}

/** A page and a handler cannot share an address: the page asks, the form's POST goes to the handler. */
function leadSignOutToItsHandler(request: IncomingMessage): void {
  if (request.url?.split("?", 1)[0] === "/signout") request.url = "/signout/end";
}

/**
 * A route handler has no socket, and Next fills the forwarding headers only where the client left them out, so a
 * client could choose its own address and host.
 *
 * - The peer's address is appended to `X-Forwarded-For`, as a proxy would do.
 * - `X-Forwarded-Host` and `-Proto` become those of our configured origin: Next compares the Origin of a
 *   Server Action with them, and builds addresses from them (host header poisoning).
 */
function recordWhereFrom({ headers, socket }: IncomingMessage, ours: URL): void {
  const before = headers["x-forwarded-for"];
  headers["x-forwarded-for"] = [before ?? [], socket.remoteAddress ?? "unknown"].flat().join(", ");
  headers["x-forwarded-host"] = ours.host;
  headers["x-forwarded-proto"] = ours.protocol.slice(0, -1);
  headers[REFERENCE_HEADER] = newReference();
}

/**
 * Under `/saml/` the request target goes along as it came: a signed query is judged by its bytes, and Next takes a
 * parameter of its own out of every query and writes the others anew.
 */
function recordWhatFor({ headers }: IncomingMessage, target: string): void {
  headers[PATH_HEADER] = withoutNextsOwn(target);
  delete headers[TARGET_HEADER];
  if (target.startsWith("/saml/")) headers[TARGET_HEADER] = target;
}

/** Next asks for parts of a page with a parameter of its own, which is no part of the page's address. */
function withoutNextsOwn(target: string): string {
  if (!target.includes("_rsc=")) return target;
  const { pathname, searchParams } = new URL(target, "http://path.invalid");
  searchParams.delete("_rsc");
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
}

/** A client's own, of which Next would take a nonce for a page that is not found. */
function forgetPolicy({ headers }: IncomingMessage): void {
  delete headers["content-security-policy"];
  delete headers[NONCE_HEADER];
}

function protectPage({ headers }: IncomingMessage, response: ServerResponse, development: boolean): void {
  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  const policy = pagePolicy(nonce, development);
  // Next takes the nonce for its own scripts from here; pages read it under the second name.
  headers["content-security-policy"] = policy;
  headers[NONCE_HEADER] = nonce;
  response.setHeader("Content-Security-Policy", policy);
  response.setHeader("Referrer-Policy", PAGE_REFERRER_POLICY);
}
