/** Steps of "Check this target", in the order they are shown. */
export const CHECK_STEPS = [
  "configuration",
  "signing_key",
  "endpoint",
  "provider",
  "signature",
  "audience",
  "trust",
  "tags",
  "source_identity",
  "duration",
  "session_policy",
  "caller_identity",
] as const;
export type CheckStepId = (typeof CHECK_STEPS)[number];
