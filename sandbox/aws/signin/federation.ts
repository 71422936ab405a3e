import type { IncomingMessage } from "node:http";
import type { Cloud } from "../cloud";
import { consoleDestination } from "../console/destination";
import { readForm } from "../http/read-form";
import type { Reply } from "../http/reply";
import { html } from "../pages/html";
import { pageReply } from "../pages/page";
import { holderIsAlive } from "../sigv4/authenticate";
import type { Session } from "../store/session";
import { consoleLifetime } from "./console-lifetime";
import { openConsole, type SigninContext } from "./open-console";
import { errorPage } from "./signin-pages";

const URL_VALID_MS = 15 * 60_000;
const ONLY_FEDERATION =
  "Only federation tokens or assume role tokens may be used for federated login. Please contact your administrator.";

/** AWS's answer to every kind of unusable credentials, wordless about which. */
const BAD_REQUEST: Reply = {
  status: 400,
  headers: { "content-type": "text/html;charset=ISO-8859-1", "cache-control": "no-store" },
  body: "<html><head><title>HTTP Status 400 - Invalid credentials parameter</title></head><body><h1>HTTP Status 400 - Invalid credentials parameter</h1><p><b>description</b> The request sent by the client was syntactically incorrect.</p></body></html>",
};

/** `/federation`: credentials for a token, then the token for a console session. */
export async function federation(request: IncomingMessage, context: SigninContext): Promise<Reply> {
  const query = new URL(request.url ?? "/", "http://localhost").searchParams;
  const params = request.method === "POST" ? ((await readForm(request)) ?? query) : query;
  switch (params.get("Action")) {
    case "getSigninToken":
      return getSigninToken(params, context.cloud);
    case "login":
      return login(params, context);
    default:
      return BAD_REQUEST;
  }
}

function getSigninToken(params: URLSearchParams, cloud: Cloud): Reply {
  const session = sessionOf(params.get("Session"), cloud);
  const consoleExpiresAt = session && consoleLifetime(session, params.get("SessionDuration"), cloud);
  if (session === undefined || consoleExpiresAt === undefined) return BAD_REQUEST;
  const issuedAt = cloud.clock().getTime();
  const SigninToken = cloud.tokens.sealSigninToken({ session, issuedAt, consoleExpiresAt });
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return { status: 200, headers, body: JSON.stringify({ SigninToken }) };
}

/** The live session that the JSON's three values belong to, all of them. */
function sessionOf(json: string | null, cloud: Cloud): Session | undefined {
  const { sessionId, sessionKey, sessionToken } = parseCredentials(json);
  if (typeof sessionToken !== "string") return undefined;
  const session = cloud.tokens.openSession(sessionToken);
  if (session === undefined || session.accessKeyId !== sessionId || session.secretAccessKey !== sessionKey) {
    return undefined;
  }
  const alive = cloud.clock().getTime() < session.expiresAt && holderIsAlive(session, cloud);
  return alive ? session : undefined;
}

function parseCredentials(json: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json ?? "");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function login(params: URLSearchParams, context: SigninContext): Reply {
  const { cloud } = context;
  const token = cloud.tokens.openSigninToken(params.get("SigninToken") ?? "");
  const account = token && cloud.store.account(token.session.accountId);
  const now = cloud.clock().getTime();
  const expired =
    token === undefined || now >= Math.min(token.issuedAt + URL_VALID_MS, token.consoleExpiresAt);
  if (expired || account === undefined || !holderIsAlive(token.session, cloud)) {
    return pageReply(errorPage(400, html`The sign-in token is not valid, or is over 15 minutes old.`));
  }
  if (token.session.kind === "session-token") return pageReply(errorPage(400, html`${ONLY_FEDERATION}`));
  const wish = params.get("Destination") ?? "";
  const destination = consoleDestination(wish, account.partition);
  const isForeign = wish !== "" && destination === undefined;
  if (isForeign && cloud.assumptions.foreignDestination === "refuse") {
    return pageReply(errorPage(400, html`Destination is not a page of the AWS console.`));
  }
  const issuer = params.get("Issuer") || undefined;
  return openConsole(
    { session: token.session, expiresAt: token.consoleExpiresAt, destination, issuer },
    context,
  );
}
