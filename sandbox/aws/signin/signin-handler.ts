/**
 * AWS's sign-in endpoints: where browsers bring assertions and sign-in tokens. Owns the way into the console; the rules
 * of assertions and roles are the same as for STS and live there.
 */
import type { IncomingMessage } from "node:http";
import { EXPIRED_CONSOLE_COOKIE, readConsoleCookie } from "../console/console-cookie";
import { signedOutPage } from "../console/console-page";
import { type Reply, redirect } from "../http/reply";
import { html } from "../pages/html";
import { pageReply } from "../pages/page";
import { federation } from "./federation";
import type { SigninContext } from "./open-console";
import { samlPost } from "./saml-post";
import { errorPage } from "./signin-pages";

export function signinHandler(context: SigninContext) {
  return (request: IncomingMessage): Reply | Promise<Reply> => {
    const [path = ""] = (request.url ?? "/").split("?");
    if (path === "/saml" || path.startsWith("/saml/acs/")) {
      if (request.method === "POST") return samlPost(request, context);
      return pageReply(errorPage(405, html`This address takes SAML responses, posted by a browser.`));
    }
    if (path === "/federation") return federation(request, context);
    if (path === "/oauth") return oauth(request, context);
    return pageReply(errorPage(404, html`There is nothing at this address.`));
  };
}

/** Only `Action=logout`. It goes on to this AWS's own addresses and nowhere else. */
function oauth(request: IncomingMessage, { cloud, consoleUrl }: SigninContext): Reply {
  const here = `http://${request.headers.host}`;
  const { searchParams } = new URL(request.url ?? "/", here);
  if (searchParams.get("Action") !== "logout") {
    return pageReply(errorPage(400, html`The only Action here is logout.`));
  }
  cloud.consoleSessions.close(readConsoleCookie(request));
  const next = searchParams.get("redirect_uri") ?? "";
  const isOurs = URL.canParse(next) && [here, consoleUrl].includes(new URL(next).origin);
  if (isOurs) return redirect(next, EXPIRED_CONSOLE_COOKIE);
  return pageReply(signedOutPage("signed-out"), EXPIRED_CONSOLE_COOKIE);
}
