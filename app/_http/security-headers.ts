/**
 * Headers every answer of Rolebridge carries. HSTS is sent always: browsers heed it over https only, and
 * behind a proxy that ends TLS we could not know.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy":
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)",
};

/** Not `no-referrer`: with it, browsers send `Origin: null` with our own forms, and Server Actions refuse that. */
export const PAGE_REFERRER_POLICY = "same-origin";

/**
 * Addresses whose handlers set a policy of their own (a form that goes to AWS, an answer that runs nothing). Next adds
 * a handler's header to one that is there, and a browser would obey both. Everything not listed here gets the pages'
 * policy.
 */
const HANDLERS =
  /^\/(?:api|scim|\.well-known|saml|oidc|aws|console|go|signout\/end|signin\/[^/]+|healthz|readyz|metrics)(?:\/|$)/;

export function setsItsOwnPolicy(path: string): boolean {
  return HANDLERS.test(path);
}

/**
 * The Content Security Policy of pages: scripts by nonce and what they load, nothing inline, nothing foreign.
 * @param development React needs `eval` for its error overlays there, and the bundler inlines styles
 */
export function pagePolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
