import type { ErrorSpec } from "../error-spec";

export const STORE_CODES = {
  "store.unavailable": {
    kind: "unavailable",
    title: "The database does not answer. Nothing was handed over; try again in a moment.",
  },
} as const satisfies Record<string, ErrorSpec>;
