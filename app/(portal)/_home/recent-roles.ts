/**
 * Which roles this browser used last: ids only, in a cookie, so that the page arrives with them in place
 * and nothing moves when the scripts start. An id is no credential: what it opens is decided anew each time.
 */
export const RECENT_COOKIE = "rolebridge.recent";
const KEPT = 4;
const ID = /^[0-9a-f-]{1,64}$/i;

export function readRecent(cookie: string | undefined): readonly string[] {
  return (cookie ?? "")
    .split(".")
    .filter((id) => ID.test(id))
    .slice(0, KEPT);
}

/** The cookie's text after `id` was used. */
export function withRecent(cookie: string | undefined, id: string): string {
  return [id, ...readRecent(cookie).filter((other) => other !== id)].slice(0, KEPT).join(".");
}
