/**
 * What somebody may take now, and because of which grants. Owns matching and combining; knows nothing of how
 * grants are stored or what AWS is asked. Entitlements are made when asked for and live as long as the answer.
 */
import type { Identity } from "../identity/identity";
import type { Because, Entitlement, MatchedGrant } from "./entitlement";
import { grantMatches } from "./grant-matches";
import type { Grant } from "./model";

function becauseOf(grant: Grant): Because {
  return {
    grantId: grant.id,
    principal: grant.principal,
    ...(grant.connection === undefined ? {} : { connection: grant.connection }),
    ...(grant.expiresAt === undefined ? {} : { expiresAt: grant.expiresAt }),
    ...(grant.maxDurationSeconds === undefined ? {} : { maxDurationSeconds: grant.maxDurationSeconds }),
  };
}

function compose(matches: readonly [MatchedGrant, ...MatchedGrant[]]): Entitlement {
  const [{ target, account }] = matches;
  // A grant without a limit is as generous as the target.
  const mostGenerous = Math.max(
    ...matches.map(({ grant }) => grant.maxDurationSeconds ?? target.maxDurationSeconds),
  );
  return {
    id: target.id,
    account,
    target,
    maxDurationSeconds: Math.min(target.maxDurationSeconds, mostGenerous),
    because: matches.map(({ grant }) => becauseOf(grant)),
  };
}

/**
 * One entitlement for each target. The store has matched already; every match is judged again here, so that
 * a mistake in a query can hide a role but never give one.
 * @param found grants with their targets and accounts, as the store found them, in any order
 */
export function composeEntitlements(
  identity: Identity,
  found: readonly MatchedGrant[],
  now: Date,
): readonly Entitlement[] {
  const byTarget = new Map<string, [MatchedGrant, ...MatchedGrant[]]>();
  for (const match of found) {
    const { grant, target, account } = match;
    const belongs = grant.targetId === target.id && target.accountId === account.accountId;
    if (!belongs || !grantMatches(grant, identity, now)) continue;
    const matches = byTarget.get(target.id);
    if (matches) matches.push(match);
    else byTarget.set(target.id, [match]);
  }
  return Array.from(byTarget.values(), compose);
}
