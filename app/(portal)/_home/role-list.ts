/** What the home page shows, made from the entitlements: small, since a thousand of them travel to the browser. */
import { formatDay } from "@/app/_ui/time";
import type { EntitlementView } from "@/lib/flows/use-cases";
import { type SessionRole, sessionRole } from "../_access/session-role";

export interface RoleItem extends SessionRole {
  readonly name: string;
  readonly description?: string;
  /** "through group engineering, until 12 Dec" */
  readonly why: string;
  /** What is out of the ordinary, in a word or two each. */
  readonly marks?: readonly string[];
}

export interface AccountGroup {
  readonly accountId: string;
  readonly name: string;
  readonly alias?: string;
  readonly color?: string;
  readonly region: string;
  readonly roles: readonly RoleItem[];
}

/** Groups by account, in the order the accounts first appear. */
export function groupByAccount(entitlements: readonly EntitlementView[], now: Date): readonly AccountGroup[] {
  const groups = new Map<string, AccountGroup & { roles: RoleItem[] }>();
  for (const entitlement of entitlements) {
    const known = groups.get(entitlement.accountId);
    const group = known ?? {
      accountId: entitlement.accountId,
      name: entitlement.accountName,
      ...(entitlement.accountAlias === undefined ? {} : { alias: entitlement.accountAlias }),
      ...(entitlement.accountColor === undefined ? {} : { color: entitlement.accountColor }),
      region: entitlement.region,
      roles: [],
    };
    if (!known) groups.set(entitlement.accountId, group);
    group.roles.push(roleItem(entitlement, now));
  }
  return [...groups.values()];
}

function roleItem(entitlement: EntitlementView, now: Date): RoleItem {
  return {
    ...sessionRole(entitlement),
    ...marks(entitlement),
    name: entitlement.roleName,
    ...(entitlement.description === undefined ? {} : { description: entitlement.description }),
    why: why(entitlement.because, now),
  };
}

/** How a session is got matters to nobody until it asks for something, or cannot do what others can. */
function marks({ kind, needsMfa, limitations, stepUp }: EntitlementView): Pick<RoleItem, "marks"> {
  const found = [
    ...(kind === "session-token" ? ["Break glass"] : []),
    ...(needsMfa ? ["MFA code"] : []),
    ...(stepUp?.freshSignInSeconds === undefined ? [] : ["Fresh sign-in"]),
    ...(stepUp?.requireMfa ? ["Second factor"] : []),
    ...(stepUp?.requirePasskey ? ["Passkey"] : []),
    ...(limitations.includes("console") ? ["No console"] : []),
  ];
  return found.length > 0 ? { marks: found } : {};
}

type Because = EntitlementView["because"][number];

/**
 * Because of which grants, in the reader's words. The end is named only when every grant ends:
 * one without an end keeps the access.
 */
export function why(because: readonly Because[], now: Date): string {
  const reasons = [...new Set(because.map(({ principal }) => reason(principal)))];
  const [first = "a grant", second, ...rest] = reasons;
  const named =
    second === undefined
      ? first
      : rest.length === 0
        ? `${first} and ${second}`
        : `${first} and ${rest.length + 1} more grants`;
  const ends = because.map(({ expiresAt }) => expiresAt);
  if (ends.length === 0 || ends.some((end) => end === undefined)) return `through ${named}`;
  const last = Math.max(...ends.map((end) => end?.getTime() ?? 0));
  return `through ${named}, until ${formatEnd(new Date(last), now)}`;
}

function reason(principal: Because["principal"]): string {
  if ("group" in principal) return `group ${principal.group}`;
  if ("user" in principal) return "your user name";
  return `${principal.attribute} ${principal.equals}`;
}

/** The hour matters only when the end is near. */
function formatEnd(end: Date, now: Date): string {
  const day = formatDay(end, now);
  return end.getTime() - now.getTime() < 48 * 3600_000
    ? `${day}, ${end.toISOString().slice(11, 16)} UTC`
    : day;
}
