import { grantMatches } from "../../entitlements/grant-matches";
import type { Grant } from "../../entitlements/model";
import type { FlowContext } from "../flow-context";
import type { PersonRecord } from "../ports";
import type { Consequences } from "./admin-use-cases";

type Context = Pick<FlowContext, "clock" | "people">;
type Removed = Consequences["removes"][number];

const NOUNS: Readonly<Record<Removed["kind"], readonly [one: string, many: string]>> = {
  account: ["account", "accounts"],
  target: ["role", "roles"],
  grant: ["grant", "grants"],
  connection: ["connection", "connections"],
  session: ["session", "sessions"],
};

function counted({ kind, count }: Removed): string {
  return `${count} ${NOUNS[kind][count === 1 ? 0 : 1]}`;
}

function lossOf(people: number, loses: string): string {
  if (people === 0) return `Nobody who has signed in ${loses} now.`;
  return people === 1
    ? `1 person ${loses} now.`
    : `${people} people ${loses.replace(/^(\w+)s\b/, "$1")} now.`;
}

/** @param loses in the third person: `loses access` */
export function consequencesOf(
  people: readonly PersonRecord[],
  removes: readonly Removed[],
  loses = "loses access",
): Consequences {
  const gone = removes.filter(({ count }) => count > 0);
  const also = gone.length === 0 ? "" : ` ${gone.map(counted).join(" and ")} will be deleted with it.`;
  return {
    summary: `${lossOf(people.length, loses)}${also}`,
    peopleLosingAccess: people.map(({ identity: { username, displayName, connection } }) => ({
      username,
      displayName,
      connection,
    })),
    removes: gone,
  };
}

/**
 * Who has a target through one of these grants now and through none of those that stay. Known are people who
 * have signed in; what the identity provider said of them last counts.
 * @param removed grants that go
 * @param staying the other grants of the same targets
 */
export async function peopleLosing(
  { clock, people }: Context,
  removed: readonly Grant[],
  staying: readonly Grant[],
): Promise<readonly PersonRecord[]> {
  const now = clock.now();
  const candidates = await people.matchingGrants(removed.map(({ id }) => id));
  return candidates.filter(({ identity }) => {
    const has = (grant: Grant): boolean => grantMatches(grant, identity, now);
    return removed
      .filter(has)
      .some(({ targetId }) => !staying.some((other) => other.targetId === targetId && has(other)));
  });
}
