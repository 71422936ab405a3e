/** Asking one region after the other, inside one deadline. What failed a moment ago is asked last. */
import { AppError } from "../errors/app-error";
import { count, observe } from "../telemetry/metrics";
import { span } from "../telemetry/trace";
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
  /** Milliseconds for one region while there is another to ask. */
  readonly patience: number;
  /** Milliseconds that an endpoint is left alone for after it failed. */
  readonly leftAlone: number;
  /** Milliseconds, only ever forward. */
  readonly now: () => number;
}

export interface Failover {
  /**
   * @param call asks one endpoint, again after a bad moment only when `isLast`; its error is final when `failureOf`
   *   finds no failure of the region in it
   * @throws AppError of the last region that was asked; its `audit` says what happened at each
   */
  ask<T>(
    endpoints: readonly [RegionEndpoint, ...RegionEndpoint[]],
    call: (endpoint: RegionEndpoint, signal: AbortSignal, isLast: boolean) => Promise<T>,
    failureOf: (error: unknown, endpoint: RegionEndpoint) => StsFailure,
  ): Promise<StsAnswer<T>>;
}

export function createFailover({ total, patience, leftAlone, now }: FailoverOptions): Failover {
  /** Until when an endpoint is left alone. */
  const failedUntil = new Map<string, number>();
  const isLeftAlone = ({ url }: RegionEndpoint) => (failedUntil.get(url) ?? 0) > now();

  /** What is left is shared among those who are: a region that hangs must leave the next its time. */
  const shareOf = (left: number, others: number) =>
    others === 0 ? left : Math.min(left / (others + 1), patience);

  /** Of an endpoint that failed before: one request finds out whether it is well, the others go on around it. */
  const probe = ({ url }: RegionEndpoint, milliseconds: number) => {
    if (failedUntil.has(url)) failedUntil.set(url, now() + milliseconds);
  };

  const learn = ({ region, url }: RegionEndpoint, outcome: StsFailure["outcome"], begun: number) => {
    observe("rolebridge_sts_duration_seconds", { region, outcome }, (now() - begun) / 1_000);
    // Switched off is so for one account; the endpoint itself is well.
    if (outcome === "answered" || outcome === "disabled") failedUntil.delete(url);
    else failedUntil.set(url, now() + leftAlone);
  };

  return {
    async ask(endpoints, call, failureOf) {
      const end = now() + total;
      const { asked, skipped } = inTurn(endpoints, isLeftAlone);
      const attempts: RegionAttempt[] = skipped.map(({ region }) => ({ region, outcome: "left_alone" }));
      let last: AppError | undefined;
      for (const [index, endpoint] of asked.entries()) {
        const others = asked.length - 1 - index;
        const begun = now();
        const milliseconds = shareOf(end - begun, others);
        if (milliseconds <= 0) break;
        probe(endpoint, milliseconds);
        try {
          const once = (signal: AbortSignal) => call(endpoint, signal, others === 0);
          const value = await spanned(endpoint, () => withDeadline(milliseconds, once));
          learn(endpoint, "answered", begun);
          attempts.push({ region: endpoint.region, outcome: "answered" });
          noteFailover(endpoints[0], endpoint);
          return { value, attempts };
        } catch (error) {
          const { outcome, error: translated } = failureOf(error, endpoint);
          learn(endpoint, outcome, begun);
          attempts.push({ region: endpoint.region, outcome });
          last = translated;
          if (outcome === "answered") break;
        }
      }
      throw withAttempts(last ?? new AppError("aws.unreachable", { reason: "no_time_left" }), attempts);
    },
  };
}

function noteFailover(first: RegionEndpoint, { region }: RegionEndpoint): void {
  if (first.region !== region) count("rolebridge_sts_failovers_total", { region });
}

function spanned<T>({ region }: RegionEndpoint, work: () => Promise<T>): Promise<T> {
  return span("sts", { kind: "client", attributes: { "cloud.region": region } }, work);
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

/**
 * Regions that were asked and did not answer, out of the error of a call: whatever they did with it, nobody was told.
 * @param error as `ask` throws it; of any other there are none
 */
export function unansweredRegions(error: AppError): readonly string[] {
  const { attempts } = error.audit ?? {};
  const asked = Array.isArray(attempts) ? (attempts as readonly RegionAttempt[]) : [];
  return asked.filter(({ outcome }) => MAY_HAVE_ARRIVED.includes(outcome)).map(({ region }) => region);
}

/** `unreachable` is also a connection that was cut after the call was sent; of throttling it is known that nothing was done. */
const MAY_HAVE_ARRIVED: readonly RegionAttempt["outcome"][] = ["timeout", "unreachable", "server_error"];

function withAttempts(error: AppError, attempts: readonly RegionAttempt[]): AppError {
  return error.with({ audit: { ...error.audit, attempts } });
}
