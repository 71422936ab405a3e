/** Asking one region after the other, inside one deadline. What failed a moment ago is asked last. */
import { AppError } from "../errors/app-error";
import { withDeadline } from "./deadline";
import type { StsFailure } from "./sts-errors";
import type { RegionAttempt, StsAnswer } from "./sts-port";

export interface RegionEndpoint {
  readonly region: string;
  readonly url: string;
}

export interface FailoverOptions {
  /** Milliseconds for all regions together. */
  readonly total: number;
  /** Milliseconds that an endpoint is left alone for after it failed. */
  readonly leftAlone: number;
  /** Milliseconds, only ever forward. */
  readonly now: () => number;
}

export interface Failover {
  /**
   * @param call asks one endpoint; its error is final when `failureOf` finds no failure of the region in it
   * @throws AppError of the last region that was asked; its `audit` says what happened at each
   */
  ask<T>(
    endpoints: readonly [RegionEndpoint, ...RegionEndpoint[]],
    call: (endpoint: RegionEndpoint, signal: AbortSignal) => Promise<T>,
    failureOf: (error: unknown, endpoint: RegionEndpoint) => StsFailure,
  ): Promise<StsAnswer<T>>;
}

export function createFailover({ total, leftAlone, now }: FailoverOptions): Failover {
  /** Until when an endpoint is left alone. */
  const failedUntil = new Map<string, number>();
  const isLeftAlone = ({ url }: RegionEndpoint) => (failedUntil.get(url) ?? 0) > now();

  return {
    async ask(endpoints, call, failureOf) {
      const end = now() + total;
      const { asked, skipped } = inTurn(endpoints, isLeftAlone);
      const attempts: RegionAttempt[] = skipped.map(({ region }) => ({ region, outcome: "left_alone" }));
      let last: AppError | undefined;
      for (const [index, endpoint] of asked.entries()) {
        // What is left is shared among those who are: a region that hangs must leave the next its time.
        const milliseconds = (end - now()) / (asked.length - index);
        if (milliseconds <= 0) break;
        try {
          const value = await withDeadline(milliseconds, (signal) => call(endpoint, signal));
          failedUntil.delete(endpoint.url);
          attempts.push({ region: endpoint.region, outcome: "answered" });
          return { value, attempts };
        } catch (error) {
          const failure = failureOf(error, endpoint);
          attempts.push({ region: endpoint.region, outcome: failure.outcome });
          last = failure.error;
          if (failure.outcome === "answered") break;
          failedUntil.set(endpoint.url, now() + leftAlone);
        }
      }
      throw withAttempts(last ?? new AppError("aws.unreachable", { reason: "no_time_left" }), attempts);
    },
  };
}

/** When every one failed a moment ago, every one is asked: a memory must not be what makes an outage longer. */
function inTurn(
  endpoints: readonly RegionEndpoint[],
  isLeftAlone: (endpoint: RegionEndpoint) => boolean,
): { readonly asked: readonly RegionEndpoint[]; readonly skipped: readonly RegionEndpoint[] } {
  const skipped = endpoints.filter(isLeftAlone);
  return skipped.length === endpoints.length
    ? { asked: endpoints, skipped: [] }
    : { asked: endpoints.filter((endpoint) => !skipped.includes(endpoint)), skipped };
}

function withAttempts(error: AppError, attempts: readonly RegionAttempt[]): AppError {
  return error.with({ audit: { ...error.audit, attempts } });
}
