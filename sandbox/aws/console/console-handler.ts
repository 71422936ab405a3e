import type { IncomingMessage } from "node:http";
import type { Cloud } from "../cloud";
import type { Reply } from "../http/reply";
import { pageReply } from "../pages/page";
import { holderIsAlive } from "../sigv4/authenticate";
import { EXPIRED_CONSOLE_COOKIE, readConsoleCookie } from "./console-cookie";
import { consolePage, signedOutPage } from "./console-page";

/** The console: one page, whatever the path, and the way out. */
export function consoleHandler(cloud: Cloud) {
  return (request: IncomingMessage): Reply => {
    const id = readConsoleCookie(request);
    if (request.method === "POST" && request.url === "/signout") {
      cloud.consoleSessions.close(id);
      return pageReply(signedOutPage("signed-out"), EXPIRED_CONSOLE_COOKIE);
    }
    if (request.method !== "GET") return { status: 405, headers: { allow: "GET" }, body: "" };
    const signedIn = cloud.consoleSessions.find(id);
    const account = signedIn && cloud.store.account(signedIn.session.accountId);
    if (signedIn === undefined || account === undefined) return pageReply(signedOutPage("absent"));
    const now = cloud.clock();
    if (now.getTime() >= signedIn.expiresAt || !holderIsAlive(signedIn.session, cloud)) {
      return pageReply(signedOutPage("expired", signedIn.issuer));
    }
    return pageReply(consolePage(signedIn, account, now));
  };
}
