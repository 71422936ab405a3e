/**
 * How often somebody may ask: against a script that runs wild, a password list and a flood, and shared by all
 * instances. What one limit refuses is not written to the audit, which it would fill; the log has a line for it.
 */
import { AppError } from "../errors/app-error";
import type { RequestOrigin } from "../identity/actor";
import type { FlowContext } from "./flow-context";
import type { Limit, LimitedAct, RateLimits } from "./issuance-ports";

type Limiting = Pick<FlowContext, "settings" | "rateLimits">;

/** @param who person, connection or address */
export function limitOf(limits: RateLimits, act: LimitedAct, who: string): Limit | undefined {
  const perMinute = limits[act];
  return perMinute === undefined ? undefined : { key: `${act}:${who}`, perMinute };
}

/**
 * The part of an address that somebody holds whole: a network of an IPv6 customer has 2^64 addresses, and a limit
 * for each of them would limit nobody.
 */
export function limitedAddress({ remoteAddress }: RequestOrigin): string {
  if (!remoteAddress.includes(":")) return remoteAddress;
  const [head = "", tail] = remoteAddress.split("%")[0]?.toLowerCase().split("::") ?? [];
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array.from({ length: zeros }, () => "0"), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

/** @throws AppError `request.too_many` with the seconds to wait */
export function requireNoWait(seconds: number): void {
  if (seconds === 0) return;
  const detail = `Wait ${seconds === 1 ? "a second" : `${seconds} seconds`} and try again.`;
  throw new AppError("request.too_many", { retryAfterSeconds: seconds, detail });
}

/**
 * Counts one act of each.
 * @throws AppError `request.too_many`
 */
export async function takeLimits(
  { settings, rateLimits }: Limiting,
  acts: readonly (readonly [LimitedAct, who: string])[],
): Promise<void> {
  const limits = acts.flatMap(([act, who]) => limitOf(settings.rateLimits, act, who) ?? []);
  requireNoWait(await rateLimits.take(limits));
}
