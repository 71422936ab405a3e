/**
 * Who signed a request: Signature Version 4 checked in the order AWS checks it. Owns keys, tokens, scope, signature and
 * clock; knows nothing of what the caller may do.
 */
import { timingSafeEqual } from "node:crypto";
import type { Cloud } from "../cloud";
import { fault } from "../faults";
import { isIamRegion, isRegion } from "../partitions";
import type { Account, User } from "../store/account";
import type { Session } from "../store/session";
import { computeSignature } from "./compute-signature";
import { readSignature, type SignatureParts } from "./credential";
import type { SignedRequest, SigningName } from "./signed-request";

/** Whoever holds the keys that signed. */
export type Caller =
  | { readonly kind: "user"; readonly account: Account; readonly user: User }
  | { readonly kind: "root"; readonly account: Account }
  | { readonly kind: "session"; readonly account: Account; readonly session: Session };

/**
 * The caller of a signed request.
 * @throws AwsFault in this order: scope, token and key, expiry, the role being gone, signature, clock.
 */
export function authenticate(request: SignedRequest, service: SigningName, cloud: Cloud): Caller {
  const parts = readSignature(request);
  checkScope(parts, service, request.endpointRegion);
  const { caller, secretAccessKey } = keyHolder(parts, cloud);
  // Partitions know nothing of each other's keys.
  if (!caller.account.partition.regions.includes(parts.region)) throw fault("invalidToken");
  if (caller.kind === "session") {
    if (cloud.clock().getTime() >= caller.session.expiresAt) throw fault("expiredToken");
    if (!holderIsAlive(caller.session, cloud)) throw fault("invalidToken");
  }
  const expected = Buffer.from(computeSignature(request, parts, secretAccessKey));
  const given = Buffer.from(parts.signature);
  const signsHost = parts.signedHeaders.includes("host");
  if (!signsHost || expected.length !== given.length || !timingSafeEqual(expected, given)) {
    throw fault("signatureMismatch");
  }
  checkClock(parts, cloud);
  return caller;
}

/** The trailing spaces are AWS's; both sentences come in one message when both are wrong. */
function checkScope(parts: SignatureParts, service: SigningName, endpointRegion: string | undefined): void {
  const regionIsRight =
    endpointRegion === undefined ? regionServes(parts.region, service) : parts.region === endpointRegion;
  const problems = [
    regionIsRight ? "" : "Credential should be scoped to a valid region. ",
    parts.service === service ? "" : `Credential should be scoped to correct service: '${service}'. `,
    parts.terminator === "aws4_request"
      ? ""
      : `Credential should be scoped with a valid terminator: 'aws4_request', not '${parts.terminator}'. `,
    parts.amzDate.startsWith(parts.scopeDate)
      ? ""
      : `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${parts.scopeDate}' != '${parts.amzDate.slice(0, 8)}', from '${parts.amzDate}'. `,
  ].join("");
  if (problems !== "") throw fault("credentialScope", problems);
}

function regionServes(region: string, service: SigningName): boolean {
  // IAM is global: it signs for one Region of each partition.
  return service === "iam" ? isIamRegion(region) : isRegion(region);
}

function keyHolder(parts: SignatureParts, cloud: Cloud): { caller: Caller; secretAccessKey: string } {
  if (parts.securityToken === undefined) {
    const holder = cloud.store.holderOfAccessKey(parts.accessKeyId);
    if (holder === undefined) throw fault("invalidToken");
    const { account, user, key } = holder;
    const caller: Caller = user === undefined ? { kind: "root", account } : { kind: "user", account, user };
    return { caller, secretAccessKey: key.secretAccessKey };
  }
  const session = cloud.tokens.openSession(parts.securityToken);
  const account = session && cloud.store.account(session.accountId);
  // A token is good only with the key it was issued with.
  if (session === undefined || account === undefined || session.accessKeyId !== parts.accessKeyId) {
    throw fault("invalidToken");
  }
  return { caller: { kind: "session", account, session }, secretAccessKey: session.secretAccessKey };
}

/** Whether the role or user of a session is still the one it was made from: one made again under its name is another. */
export function holderIsAlive(session: Session, { store }: Pick<Cloud, "store">): boolean {
  if (session.kind === "assumed-role") {
    return store.roleByArn(session.roleArn)?.role.roleId === session.roleId;
  }
  return session.user === undefined || store.sessionUser(session) !== undefined;
}

function checkClock(parts: SignatureParts, { clock, assumptions }: Cloud): void {
  const signed = parseAmzDate(parts.amzDate);
  const now = clock();
  const minutes = assumptions.sigV4SkewMinutes;
  const tolerance = minutes * 60_000;
  const lifetime = parts.expiresAfter === undefined ? tolerance : parts.expiresAfter * 1000;
  if (Number.isNaN(signed) || Number.isNaN(lifetime)) throw fault("signatureMismatch");
  if (signed + lifetime < now.getTime()) {
    const earliest = amzDate(new Date(now.getTime() - tolerance));
    throw fault("signatureExpired", parts.amzDate, earliest, amzDate(now), minutes);
  }
  if (signed > now.getTime() + tolerance) {
    const latest = amzDate(new Date(now.getTime() + tolerance));
    throw fault("signatureFromTheFuture", parts.amzDate, latest, amzDate(now), minutes);
  }
}

function amzDate(date: Date): string {
  return `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

function parseAmzDate(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
