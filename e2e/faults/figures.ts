/** Figures of a run and the bars they are held against. */

/** One thing that was measured. `isMet` says whether it is good enough. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly bar: string;
  readonly isMet: boolean;
}

export function atMost(what: string, value: number, bar: number, unit = ""): Figure {
  return { what, measured: shown(value, unit), bar: `at most ${shown(bar, unit)}`, isMet: value <= bar };
}

export function atLeast(what: string, value: number, bar: number, unit = ""): Figure {
  return { what, measured: shown(value, unit), bar: `at least ${shown(bar, unit)}`, isMet: value >= bar };
}

export function exactly(what: string, value: number, bar: number, unit = ""): Figure {
  return { what, measured: shown(value, unit), bar: `exactly ${shown(bar, unit)}`, isMet: value === bar };
}

export function holds(what: string, isMet: boolean): Figure {
  return { what, measured: isMet ? "yes" : "no", bar: "yes", isMet };
}

/** @param share 0 to 1; of nothing there is no percentile, and no bar is met */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function shown(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 2;
  return `${value.toFixed(digits)}${unit === "" ? "" : ` ${unit}`}`;
}
