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
