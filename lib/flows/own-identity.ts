import type { StsPlace, StsPort } from "../aws/sts-port";
import { log } from "../log/log";
import type { Clock } from "./surroundings";

/**
 * ARN of Rolebridge's own AWS identity as a partition's STS sees it; undefined where it has none.
 * Never throws: plans that need it say so themselves.
 */
export type OwnIdentity = (place: StsPlace) => Promise<string | undefined>;

/** An identity changes with a deployment, if at all; a missing one may be on its way (a role just attached). */
const KEPT_MS = { found: 60 * 60_000, missing: 60_000 } as const;

interface Known {
  readonly arn: string | undefined;
  readonly until: number;
}

/**
 * Asks the SDK's default chain only when somebody needs to know: on most installations nobody does, and looking
 * for credentials where there are none takes seconds. One question at a time for each place.
 */
export function createOwnIdentity({
  sts,
  clock,
}: {
  readonly sts: Pick<StsPort, "getCallerIdentity">;
  readonly clock: Clock;
}): OwnIdentity {
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<string | undefined>>();

  const ask = async (key: string, place: StsPlace): Promise<string | undefined> => {
    const arn = await sts.getCallerIdentity(place, { kind: "own" }).then(
      ({ value }) => value.arn,
      (error: unknown) => {
        log.info("Rolebridge has no AWS identity of its own here", { partition: place.partition, error });
        return undefined;
      },
    );
    const keptMs = arn === undefined ? KEPT_MS.missing : KEPT_MS.found;
    known.set(key, { arn, until: clock.now().getTime() + keptMs });
    return arn;
  };

  return (place) => {
    const key = `${place.partition} ${place.endpointUrl ?? ""}`;
    const last = known.get(key);
    if (last !== undefined && clock.now().getTime() < last.until) return Promise.resolve(last.arn);
    const running = asking.get(key) ?? ask(key, place).finally(() => asking.delete(key));
    asking.set(key, running);
    // What was known a while ago is better than waiting for what is most likely the same.
    return last === undefined ? running : Promise.resolve(last.arn);
  };
}
