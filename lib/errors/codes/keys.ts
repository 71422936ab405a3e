import type { ErrorSpec } from "../error-spec";

export const KEYS_CODES = {
  "keys.cannot_open": {
    kind: "internal",
    title:
      "A key could not be opened with the configured sealing key. Ask the operator to check ROLEBRIDGE_SEALING_KEY.",
  },
  "keys.step_impossible": {
    kind: "conflict",
    title: "This step is not possible with this key now. Look at the list of keys again.",
  },
  "keys.sealing_key_invalid": {
    kind: "internal",
    title: "The sealing key is not 32 bytes in base64. Make one with `openssl rand -base64 32`.",
  },
} as const satisfies Record<string, ErrorSpec>;
