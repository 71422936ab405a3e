import type { Partition } from "../../aws/partition";
import { relayedRole } from "../../aws/relayed-roles";
import type { Entitlement } from "../../entitlements/entitlement";
import type { PersonActor } from "../../identity/actor";
import type { FlowContext } from "../flow-context";
import type { RelayedAssertion, RelayedOpening } from "../relay-ports";

type Context = Pick<FlowContext, "clock" | "relayedAssertions">;

/** Whether the company's own assertion must be fetched before a session, told before anybody asks for one. */
export interface RelayView {
  /** Fetches a fresh one and leads back to the role. */
  readonly link: string;
  /** Until when the one that is there will do; absent where one must be fetched. */
  readonly freshUntil?: Date;
  /**
   * A fresh one is there and does not open this role, because it does not name it or is made out to another address
   * of AWS than the role takes: fetching another would change nothing.
   */
  readonly lacksRole?: true;
}

/**
 * Undefined for every other kind, which costs no statement.
 * @param standing without a person where a sign-in is only tried: nobody has kept anything then
 */
export async function relayOf(
  { clock, relayedAssertions }: Context,
  { personId }: Partial<Pick<PersonActor, "personId">>,
  { account, target }: Pick<Entitlement, "account" | "target">,
): Promise<RelayView | undefined> {
  if (target.kind !== "saml-relay") return undefined;
  const { relayConnection, id: targetId } = target;
  const link = relayLink({ relayConnection, partition: account.partition, targetId });
  const kept =
    personId === undefined ? [] : await relayedAssertions.list(personId, relayConnection, clock.now());
  const fitting = kept.find((each) => opens(each, relayOpening(target)));
  if (fitting !== undefined) return { link, freshUntil: fitting.expiresAt };
  return kept.length > 0 ? { link, lacksRole: true } : { link };
}

/** What an assertion must say to open the role of a target or a plan. */
export function relayOpening({
  roleArn,
  providerArn,
  recipient,
}: {
  readonly roleArn: string;
  readonly providerArn: string;
  readonly recipient?: string;
}): RelayedOpening {
  return { role: relayedRole(roleArn, providerArn), ...(recipient === undefined ? {} : { recipient }) };
}

/** As the store finds them. */
export function opens(kept: RelayedAssertion, { role, recipient }: RelayedOpening): boolean {
  return kept.roles.includes(role) && (recipient === undefined || kept.recipient === recipient);
}

/** Starts at the identity provider's app for AWS and comes back to the role. */
export function relayLink({
  relayConnection,
  partition,
  targetId,
}: {
  readonly relayConnection: string;
  readonly partition: Partition;
  readonly targetId: string;
}): string {
  const query = new URLSearchParams({ relay: partition, returnTo: `/access/${targetId}` });
  return `/saml/${relayConnection}/login?${query}`;
}

/** For many targets of one person: asks for what they have of a connection once. */
export function rememberingRelayed<C extends Context>(context: C): C {
  type List = Context["relayedAssertions"]["list"];
  const known = new Map<string, ReturnType<List>>();
  const list: List = (personId, connection, now) => {
    const asked = known.get(connection) ?? context.relayedAssertions.list(personId, connection, now);
    known.set(connection, asked);
    return asked;
  };
  return { ...context, relayedAssertions: { ...context.relayedAssertions, list } };
}
