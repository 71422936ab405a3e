import { AppError } from "@/lib/errors/app-error";

/**
 * Refuses what another site made the browser send with our cookies. Browsers state the relation in
 * `Sec-Fetch-Site`; where it is missing, `Origin` must be ours. A request with neither is refused as well:
 * Next lets a Server Action without Origin pass, we do not.
 * @throws AppError `request.cross_site`
 */
export function requireSameOrigin(headers: Headers, origin: string): void {
  const site = headers.get("sec-fetch-site");
  const same = site === null ? headers.get("origin") === origin : site === "same-origin" || site === "none";
  if (!same) throw new AppError("request.cross_site");
}

/**
 * For reads with our cookies: a browser that says it acts for another site is refused,
 * a client that says nothing is no browser of a victim.
 * @throws AppError `request.cross_site`
 */
export function refuseOtherSite(headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") throw new AppError("request.cross_site");
}
