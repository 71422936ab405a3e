/**
 * Where a browser is sent to sign out at an OpenID provider (RP-Initiated Logout 1.0, section 2). Without
 * `id_token_hint`: an ID token would have to be kept for as long as the session and would stand in an address, and with
 * `client_id` the provider knows who asks. It may ask the person first.
 */
export function endSessionUrl(
  endpoint: string,
  request: {
    readonly clientId: string;
    /** `sid`, or `sub` where the provider gave none. */
    readonly logoutHint: string;
    /** Registered at the provider. */
    readonly postLogoutRedirectUri: string;
  },
): string {
  const url = new URL(endpoint);
  url.searchParams.set("client_id", request.clientId);
  url.searchParams.set("logout_hint", request.logoutHint);
  url.searchParams.set("post_logout_redirect_uri", request.postLogoutRedirectUri);
  return url.href;
}
