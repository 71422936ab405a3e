import type { ErrorSpec } from "../error-spec";

export const TRUST_CODES = {
  "trust.identity_unknown": {
    kind: "conflict",
    title:
      "Rolebridge does not know which AWS identity asks for this role. Give the target an access key, or Rolebridge an AWS identity of its own.",
  },
} as const satisfies Record<string, ErrorSpec>;
