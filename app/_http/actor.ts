import { AppError } from "@/lib/errors/app-error";
import { ERROR_CODES, type ErrorCode } from "@/lib/errors/codes";
import type { Actor, PersonActor, RequestOrigin } from "@/lib/identity/actor";
import type { Runtime } from "@/lib/runtime";
import { Secret } from "@/lib/secret/secret";
import { requestCookies } from "./cookies";
import { refuseOtherSite, requireSameOrigin } from "./same-origin";
import { appSessionIdOf, SESSION_COOKIE } from "./session-cookie";

const READS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

function sessionIdOf(headers: Headers, { settings }: Runtime): Promise<string | undefined> {
  return appSessionIdOf(requestCookies(headers).get(SESSION_COOKIE), settings.cookieSecret);
}

/** The person this browser is signed in as, now. */
export async function personOf(
  headers: Headers,
  rolebridge: Runtime,
  origin: RequestOrigin,
): Promise<PersonActor | undefined> {
  const id = await sessionIdOf(headers, rolebridge);
  return id === undefined ? undefined : rolebridge.sessions.actorOfSession(id, origin);
}

/**
 * Why this browser is not signed in any more. Only the browser that holds the session's sealed cookie is told:
 * an address says nothing about anybody.
 */
export async function sessionEndOf(headers: Headers, rolebridge: Runtime): Promise<ErrorCode | undefined> {
  const id = await sessionIdOf(headers, rolebridge);
  return id === undefined ? undefined : rolebridge.sessions.endOfSession(id);
}

/** The refusal of a browser that is not signed in; its detail says why, where that is known. */
export async function signedOut(headers: Headers, rolebridge: Runtime): Promise<AppError> {
  const end = await sessionEndOf(headers, rolebridge);
  return new AppError("access.signed_out", end === undefined ? {} : { detail: ERROR_CODES[end].title });
}

/**
 * Who calls `/api/v1`: a bearer token when there is an Authorization header, else the browser session, and that
 * for requests of our own pages only. A bearer token is proof that no other site's page sent the request.
 * @throws AppError `access.signed_out`, `access.token_invalid`, `request.cross_site`
 */
export async function requireActor(
  request: Request,
  rolebridge: Runtime,
  origin: RequestOrigin,
): Promise<Actor> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(authorization.trim())?.[1];
    if (token === undefined) throw new AppError("access.token_invalid", { reason: "malformed" });
    return rolebridge.sessions.actorOfToken(new Secret(token), origin);
  }
  if (READS.has(request.method)) refuseOtherSite(request.headers);
  else requireSameOrigin(request.headers, rolebridge.settings.origin);
  const person = await personOf(request.headers, rolebridge, origin);
  if (person === undefined) throw await signedOut(request.headers, rolebridge);
  return person;
}
