import { AppError } from "../errors/app-error";
import type { Clock } from "./surroundings";

/**
 * So many in a window of time, for each who asks, on this replica: against a script that runs wild, not against
 * an attacker, who would find authorization in the way.
 */
export function createRateLimit({
  clock,
  most,
  windowSeconds,
}: {
  readonly clock: Clock;
  readonly most: number;
  readonly windowSeconds: number;
}): { take(who: string): void } {
  const taken = new Map<string, number[]>();
  return {
    /** @throws AppError `request.too_many` */
    take(who) {
      const now = clock.now().getTime();
      const since = now - windowSeconds * 1_000;
      for (const [other, times] of taken) {
        if ((times.at(-1) ?? 0) <= since) taken.delete(other);
      }
      const recent = (taken.get(who) ?? []).filter((time) => time > since);
      const [oldest] = recent;
      if (oldest !== undefined && recent.length >= most) {
        throw new AppError("request.too_many", { retryAfterSeconds: Math.ceil((oldest - since) / 1_000) });
      }
      taken.set(who, [...recent, now]);
    },
  };
}
