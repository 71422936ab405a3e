import type { ErrorSpec } from "../error-spec";

export const KEYS_CODES = {
  "keys.cannot_open": {
    kind: "internal",
    title:
      "A key could not be opened with the configured sealing key. Ask the operator to check the sealing key.",
  },
  "keys.step_impossible": {
    kind: "conflict",
    title: "This step is not possible with this key now. Look at the list of keys again.",
  },
  "keys.sealing_key_unknown": {
    kind: "internal",
    title:
      "This database is sealed with another key than the configured one. Configure the key it was sealed with; to change keys, follow docs/operations/keys.md.",
  },
  "keys.sealing_key_missing": {
    kind: "internal",
    title:
      "Some values are still sealed with an older key that is not configured. Configure it as the previous sealing key, seal everything anew with `npm run sealing -- renew`, and remove it then.",
  },
  "keys.sealing_key_retired": {
    kind: "internal",
    title:
      "The configured sealing key was replaced and must not be used again. Configure the key that replaced it, or a new one.",
  },
  "keys.kms_unavailable": {
    kind: "unavailable",
    title:
      "AWS KMS did not give the sealing key. Check that the configured key exists and is enabled, and that Rolebridge may use it.",
  },
  "keys.sealing_key_invalid": {
    kind: "internal",
    title: "The sealing key is not 32 bytes in base64. Make one with `openssl rand -base64 32`.",
  },
} as const satisfies Record<string, ErrorSpec>;
