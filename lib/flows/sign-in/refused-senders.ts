import { setTimeout as pause } from "node:timers/promises";
import type { RequestOrigin } from "../../identity/actor";
import type { FlowContext } from "../flow-context";
import { limitedAddress, limitOf, requireNoWait } from "../rate-limits";

type Context = Pick<FlowContext, "clock" | "settings" | "rateLimits">;

interface Standing {
  /** Milliseconds since the epoch. */
  readonly doubtedUntil: number;
  readonly shutUntil: number;
}

const DOUBT_MS = 5 * 60_000;
const HOLD_MS = 2_000;
/** More would be a way to use up our connections; they are told at once. */
const MOST_HELD = 500;
/** The longest known goes first: a flood from everywhere must not use up our memory. */
const MOST_REMEMBERED = 10_000;

/**
 * What this instance remembers of addresses whose messages no identity provider signed. Everybody may post to us, and
 * reading a message costs more than posting it. So whoever posted such a one is read after everybody else, and after
 * too many (the limit `refused`, which all instances count together) not at all for a while.
 */
export class RefusedSenders {
  readonly #context: Context;
  readonly #holdMs: number;
  readonly #standings = new Map<string, Standing>();
  #held = 0;

  /** @param holdMs how long the answer to an address that is shut out takes */
  constructor(context: Context, holdMs = HOLD_MS) {
    this.#context = context;
    this.#holdMs = holdMs;
  }

  /**
   * Asked before the body of a message is read. A refusal takes its time, so that whoever posts again as soon as there
   * is an answer posts seldom.
   * @throws AppError `request.too_many`
   */
  async listenTo(origin: RequestOrigin): Promise<void> {
    const shutUntil = this.#standingOf(origin)?.shutUntil ?? 0;
    const seconds = Math.max(0, Math.ceil((shutUntil - this.#now()) / 1_000));
    if (seconds === 0) return;
    if (this.#held < MOST_HELD) await this.#hold();
    requireNoWait(seconds);
  }

  /** Whether a message from there is read after everybody else's. */
  isDoubted(origin: RequestOrigin): boolean {
    return (this.#standingOf(origin)?.doubtedUntil ?? 0) > this.#now();
  }

  /** A message from there was refused that anybody could have written. */
  async remember(origin: RequestOrigin): Promise<void> {
    const { settings, rateLimits } = this.#context;
    const address = limitedAddress(origin);
    this.#set(address, 0);
    const limit = limitOf(settings.rateLimits, "refused", address);
    if (limit === undefined) return;
    this.#set(address, (await rateLimits.take([limit])) * 1_000);
  }

  #set(address: string, shutMs: number): void {
    const now = this.#now();
    // Taken out first: a Map gives its keys in the order in which they were put in.
    this.#standings.delete(address);
    this.#standings.set(address, { doubtedUntil: now + DOUBT_MS, shutUntil: now + shutMs });
    const [oldest] = this.#standings.keys();
    if (this.#standings.size > MOST_REMEMBERED && oldest !== undefined) this.#standings.delete(oldest);
  }

  #standingOf(origin: RequestOrigin): Standing | undefined {
    return this.#standings.get(limitedAddress(origin));
  }

  #now(): number {
    return this.#context.clock.now().getTime();
  }

  async #hold(): Promise<void> {
    this.#held += 1;
    await pause(this.#holdMs);
    this.#held -= 1;
  }
}
