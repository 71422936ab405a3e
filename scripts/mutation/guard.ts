/** One check of the product that can be taken out. */
export interface Guard {
  /** Number of the attack whose test must notice: the tests run are those with it in their title. */
  readonly case: string;
  readonly guard: string;
  readonly file: string;
  /** Exact source text, there once. */
  readonly from: string;
  readonly to: string;
  /** Test file that must notice; without it, the one of the refused responses. */
  readonly tests?: string;
}

/** A row of a table of guards; without `to`, the condition that begins with `if (` never holds. */
export type GuardRow = readonly [case_: string, guard: string, file: string, from: string, to?: string];

/** Guards that one test file has to notice. */
export function guardsOf(tests: string, rows: readonly GuardRow[]): readonly Guard[] {
  return rows.map(([number, guard, file, from, to = never(from)]) => ({
    case: number,
    guard,
    file,
    from,
    to,
    tests,
  }));
}

function never(from: string): string {
  if (from.startsWith("if (") && from.endsWith(")")) return "if (false)";
  throw new Error(`Say what is there instead of: ${from}`);
}
