import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER, REFERENCE_HEADER } from "@/app/_http/request-headers";
import {
  PAGE_REFERRER_POLICY,
  pagePolicy,
  SECURITY_HEADERS,
  setsItsOwnPolicy,
} from "@/app/_http/security-headers";
import { newReference } from "@/lib/errors/app-error";

// biome-ignore lint/style/noProcessEnv: the bundler replaces this by a constant; it is no configuration
const DEVELOPMENT = process.env.NODE_ENV === "development";

/**
 * Headers of every request and answer. Decides nothing about access: proxies of Next were bypassed before
 * (CVE-2025-29927 and others), so every page, action and handler asks for itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64");
  const policy = pagePolicy(nonce, DEVELOPMENT);
  const headers = new Headers(request.headers);
  headers.set(REFERENCE_HEADER, newReference());
  headers.set(PATH_HEADER, pathname + search);
  // Next takes the nonce for its own scripts from here; pages read it under the second name.
  headers.set("Content-Security-Policy", policy);
  headers.set("x-nonce", nonce);

  // A page and a handler cannot share an address: the page asks, the form's POST goes to the handler.
  const endsSession = request.method === "POST" && pathname === "/signout";
  const response = endsSession
    ? NextResponse.rewrite(new URL("/signout/end", request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  if (!setsItsOwnPolicy(pathname) && !endsSession) {
    response.headers.set("Content-Security-Policy", policy);
    response.headers.set("Referrer-Policy", PAGE_REFERRER_POLICY);
  }
  return response;
}

export const config = {
  // Static files are public and hold no page; every other address passes here.
  matcher: ["/((?!_next/static/).*)"],
};
