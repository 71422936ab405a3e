import type { ErrorSpec } from "../error-spec";

export const KEYS_CODES = {
  "keys.cannot_open": {
    kind: "internal",
    title:
      "A key could not be opened with the configured sealing key. Ask the operator to check ROLEBRIDGE_SEALING_KEY.",
  },
} as const satisfies Record<string, ErrorSpec>;
