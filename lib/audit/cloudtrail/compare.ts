import type { AuditedSession } from "./audited-session";
import type { TrailCall } from "./trail-call";

/** By what a call is known to speak in our name, beside what the audit tells. */
export interface OurNames {
  /** `Issuer` of our assertions. */
  readonly entityId: string;
  /** Host of our address: how IAM names our OpenID Connect provider. */
  readonly issuerHost: string;
  /** Name of our SAML provider in IAM. */
  readonly samlProviderName: string;
  /** ARNs of Rolebridge's own AWS identity. */
  readonly ownArns: readonly string[];
}

export interface Comparison {
  /** Calls in our name that gave a session, each with an event of ours. */
  readonly matched: number;
  /** In our name, gave a session, and no event of ours names it: somebody else has a key of ours. */
  readonly notIssued: readonly TrailCall[];
  /** The proof is ours, and it bought another session than the one in the audit. */
  readonly usedAgain: readonly { readonly call: TrailCall; readonly session: AuditedSession }[];
  /** In our name, refused by AWS, and no event of ours names it. Anybody can try. */
  readonly refusedAttempts: readonly TrailCall[];
  /** Roles that Rolebridge gives, taken in another way. */
  readonly elsewhere: readonly TrailCall[];
  /** Handed over by us in the time and the accounts of the export, and not in it. */
  readonly notSeen: readonly AuditedSession[];
}

/** An answer can be lost and AWS be slow: a call is this close to its request. */
const BEFORE_MS = 120_000;
const AFTER_MS = 600_000;

/** Whether a call speaks with our signature or our keys. */
function isInOurName(call: TrailCall, names: OurNames, sessions: Known): boolean {
  if (call.name === "AssumeRoleWithSAML") {
    return (
      call.issuer === names.entityId ||
      sessions.samlProviders.has(call.principalArn ?? "") ||
      (call.principalArn?.endsWith(`:saml-provider/${names.samlProviderName}`) ?? false)
    );
  }
  if (call.name === "AssumeRoleWithWebIdentity") {
    return (
      call.issuer
        ?.split("oidc-provider/")
        .at(-1)
        ?.replace(/^https:\/\//, "") === names.issuerHost
    );
  }
  return (
    sessions.callerKeys.has(call.callerAccessKeyId ?? "") ||
    sessions.hubKeys.has(call.callerAccessKeyId ?? "") ||
    call.callerArns.some((arn) => names.ownArns.includes(arn))
  );
}

interface Known {
  readonly samlProviders: ReadonlySet<string>;
  readonly callerKeys: ReadonlySet<string>;
  /** Keys of sessions of hub roles; filled while calls are read, since only AWS tells them. */
  readonly hubKeys: Set<string>;
  readonly roles: ReadonlySet<string>;
  readonly byProof: ReadonlyMap<string, AuditedSession>;
  readonly byAccessKey: ReadonlyMap<string, AuditedSession>;
}

function known(sessions: readonly AuditedSession[]): Known {
  const only = (values: readonly (string | undefined)[]) =>
    new Set(values.filter((value) => value !== undefined));
  const by = (key: "proofId" | "accessKeyId") =>
    new Map(sessions.flatMap((session) => (session[key] === undefined ? [] : [[session[key], session]])));
  return {
    samlProviders: only(sessions.map(({ kind, providerArn }) => (kind === "saml" ? providerArn : undefined))),
    callerKeys: only(sessions.map(({ callerAccessKeyId }) => callerAccessKeyId)),
    hubKeys: new Set(),
    roles: only(sessions.flatMap(({ roleArn, hubRoleArn }) => [roleArn, hubRoleArn])),
    byProof: by("proofId"),
    byAccessKey: by("accessKeyId"),
  };
}

const CALL_OF_KIND: Readonly<Record<string, TrailCall["name"]>> = {
  saml: "AssumeRoleWithSAML",
  "saml-relay": "AssumeRoleWithSAML",
  "web-identity": "AssumeRoleWithWebIdentity",
  "assume-role": "AssumeRole",
  "federation-token": "GetFederationToken",
  "session-token": "GetSessionToken",
};

/** Whether this request may have made the call, where neither a proof's id nor the session's key says so. */
function fits(session: AuditedSession, call: TrailCall): boolean {
  const difference = call.at.getTime() - session.at.getTime();
  if (difference < -BEFORE_MS || difference > AFTER_MS) return false;
  if (CALL_OF_KIND[session.kind] !== call.name) return false;
  if (call.name === "GetSessionToken") return session.callerAccessKeyId === call.callerAccessKeyId;
  if (session.sessionName !== call.sessionName) return false;
  return call.name === "GetFederationToken"
    ? session.callerAccessKeyId === call.callerAccessKeyId
    : session.roleArn === call.roleArn || session.hubRoleArn === call.roleArn;
}

interface Found {
  readonly session: AuditedSession;
  /** The event belongs to another call already. */
  readonly isAgain: boolean;
  /** A step to the role, through its hub. */
  readonly isHub: boolean;
}

/** Finds the event of each call, and gives no event to two calls. */
function matcher(sessions: readonly AuditedSession[], facts: Known) {
  const taken = new Set<string>();
  const take = ({ eventId }: AuditedSession, isHub: boolean): boolean => {
    const key = `${eventId}\0${isHub}`;
    if (taken.has(key)) return false;
    taken.add(key);
    return true;
  };
  const byProof = (call: TrailCall): Found | undefined => {
    const session = facts.byProof.get(call.assertionId ?? "");
    if (session === undefined) return undefined;
    const isOther = session.accessKeyId !== undefined && session.accessKeyId !== call.accessKeyId;
    const isOtherRole = session.roleArn !== call.roleArn;
    return { session, isAgain: isOther || isOtherRole || !take(session, false), isHub: false };
  };
  return (call: TrailCall): Found | undefined => {
    if (call.assertionId !== undefined) return byProof(call);
    const own = facts.byAccessKey.get(call.accessKeyId ?? "");
    if (own !== undefined) return { session: own, isAgain: !take(own, false), isHub: false };
    for (const session of sessions) {
      const isHub = session.hubRoleArn !== undefined && session.hubRoleArn === call.roleArn;
      // The last session is known by its key; only a lost answer and the step through a hub are not.
      const isOpen = isHub || session.accessKeyId === undefined;
      if (isOpen && fits(session, call) && take(session, isHub)) return { session, isAgain: false, isHub };
    }
    return undefined;
  };
}

/** Whether the audit tells of a call that AWS refused. */
function isOurAttempt(call: TrailCall, sessions: readonly AuditedSession[], facts: Known): boolean {
  if (call.assertionId !== undefined) return facts.byProof.has(call.assertionId);
  return sessions.some((session) => fits(session, call));
}

interface Sorted {
  matched: number;
  readonly notIssued: TrailCall[];
  readonly usedAgain: { readonly call: TrailCall; readonly session: AuditedSession }[];
  readonly refusedAttempts: TrailCall[];
  readonly elsewhere: TrailCall[];
}

/**
 * Compares what AWS saw with what the audit says.
 * @param calls merged, in order of time
 */
export function compareWithTrail(
  calls: readonly TrailCall[],
  sessions: readonly AuditedSession[],
  names: OurNames,
): Comparison {
  const facts = known(sessions);
  const find = matcher(sessions, facts);
  const seen = new Set<AuditedSession>();
  const sorted: Sorted = { matched: 0, notIssued: [], usedAgain: [], refusedAttempts: [], elsewhere: [] };
  const sortFound = (call: TrailCall, { session, isAgain, isHub }: Found) => {
    if (isAgain) {
      sorted.usedAgain.push({ call, session });
      return;
    }
    sorted.matched += 1;
    if (isHub) facts.hubKeys.add(call.accessKeyId ?? "");
    else seen.add(session);
  };
  const sortGiven = (call: TrailCall) => {
    const found = find(call);
    if (found !== undefined) sortFound(call, found);
    else if (isInOurName(call, names, facts)) sorted.notIssued.push(call);
    else if (facts.roles.has(call.roleArn ?? "")) sorted.elsewhere.push(call);
  };
  for (const call of calls) {
    if (call.errorCode === undefined) sortGiven(call);
    else if (isInOurName(call, names, facts) && !isOurAttempt(call, sessions, facts)) {
      sorted.refusedAttempts.push(call);
    }
  }
  return { ...sorted, notSeen: notSeen(calls, sessions, seen) };
}

function notSeen(
  calls: readonly TrailCall[],
  sessions: readonly AuditedSession[],
  seen: ReadonlySet<AuditedSession>,
): readonly AuditedSession[] {
  const [first, last] = [calls.at(0), calls.at(-1)];
  if (first === undefined || last === undefined) return [];
  const accounts = new Set(calls.map(({ recipientAccountId }) => recipientAccountId));
  const regions = new Set(calls.map(({ region }) => region));
  return sessions.filter(
    (session) =>
      session.isIssued &&
      !seen.has(session) &&
      session.at >= first.at &&
      session.at <= last.at &&
      accounts.has(session.accountId) &&
      regions.has(session.region) &&
      // The browser may never have taken it there.
      session.accessKeyId !== undefined,
  );
}
