/** What goes wrong at one endpoint. */
export type Disruption =
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** The connection is torn down before an answer. */
  | { readonly kind: "refuse" }
  | { readonly kind: "unavailable"; readonly status: 500 | 503 }
  | { readonly kind: "throttle" }
  /** Answered with this refusal, whatever was asked. */
  | { readonly kind: "fault"; readonly status: number; readonly code: string; readonly message: string };

/**
 * A disruption, for how many calls more it lasts (for good when it does not say), and which share of them it strikes
 * (0 to 1; all when it does not say).
 */
export type LastingDisruption = Disruption & { readonly calls?: number; readonly share?: number };

/** Name for calls that reach the endpoint of all Regions and say of none. */
export const NO_REGION = "global";

/**
 * What goes wrong at which Region's STS endpoint, and how often each was called: so that a client's way from one Region to
 * the next can be watched. Nothing goes wrong unless somebody asks for it.
 */
export class Disruptions {
  readonly #active = new Map<string, LastingDisruption>();
  readonly #calls = new Map<string, number>();

  set(region: string, disruption: LastingDisruption): void {
    this.#active.set(region, disruption);
  }

  /** All is well again, and no call was ever counted. */
  clear(): void {
    this.#active.clear();
    this.#calls.clear();
  }

  /** Counts a call and says what becomes of it. */
  next(region: string): Disruption | undefined {
    this.#calls.set(region, this.calls(region) + 1);
    const disruption = this.#active.get(region);
    if (disruption?.share !== undefined && Math.random() >= disruption.share) return undefined;
    if (disruption?.calls === undefined) return disruption;
    if (disruption.calls > 1) this.#active.set(region, { ...disruption, calls: disruption.calls - 1 });
    else this.#active.delete(region);
    return disruption;
  }

  calls(region: string): number {
    return this.#calls.get(region) ?? 0;
  }

  /** Calls by Region. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#calls);
  }
}
