const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * The address we send browsers to. It ends up in a redirect or a form's action, so `javascript:` in metadata
 * would be script on our origin, and `http:` would show the request to the network.
 *
 * @returns what is wrong with it, to follow "The address …"; undefined when nothing is
 */
export function faultOfSsoAddress(address: string, insecureHttpOnLoopback: boolean): string | undefined {
  if (address === "") return "is missing";
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url) return `"${address.slice(0, 200)}" is not an absolute address`;
  const loopback = url.protocol === "http:" && LOOPBACK.test(url.hostname);
  if (url.protocol !== "https:" && !(loopback && insecureHttpOnLoopback)) {
    return `begins with ${url.protocol} and must begin with https:`;
  }
  if (url.username !== "" || url.password !== "") return "holds a user name or password";
  if (url.hash !== "") return "has a fragment";
  // A browser drops these silently, and then goes elsewhere than what an administrator read.
  if (/[\s\\\p{Cc}]/u.test(address)) return "holds white space or a backslash";
  return undefined;
}
