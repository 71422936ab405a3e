import { AppError } from "@/lib/errors/app-error";

/**
 * The one rule for what changes something on a person's cookie, for handlers and Server Actions alike: the request
 * comes from a page of ours, and the browser says so. Browsers state the relation in `Sec-Fetch-Site` and the page in
 * `Origin`; whichever is there must be right, and one of them must be there. `Origin: null` is that of a
 * sandboxed frame, a data address or a redirect across sites, and never ours (W16). Next's own rule lets a Server
 * Action without Origin pass; this one does not.
 * @param origin `https://rolebridge.example.com`, as configured and never as a Host header says (W14)
 * @throws AppError `request.cross_site`
 */
export function requireSameOrigin(headers: Headers, origin: string): void {
  const site = headers.get("sec-fetch-site");
  const from = headers.get("origin");
  const isStated = site !== null || from !== null;
  if (!isStated || !isOurSite(site) || (from !== null && from !== origin)) {
    throw new AppError("request.cross_site");
  }
}

/**
 * For reads with our cookies: a browser that says it acts for another site is refused,
 * a client that says nothing is no browser of a victim.
 * @throws AppError `request.cross_site`
 */
export function refuseOtherSite(headers: Headers): void {
  if (!isOurSite(headers.get("sec-fetch-site"))) throw new AppError("request.cross_site");
}

/** `none` is the person's own doing: no page can make a browser send it. */
function isOurSite(site: string | null): boolean {
  return site === null || site === "same-origin" || site === "none";
}
