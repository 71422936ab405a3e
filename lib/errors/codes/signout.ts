import type { ErrorSpec } from "../error-spec";

export const SIGNOUT_CODES = {
  "signout.message_refused": {
    kind: "invalid",
    title:
      "Your identity provider's sign-out message could not be accepted. If you meant to sign out, do it here; if this happens again, give the reference to your administrator.",
  },
  "signout.token_refused": {
    kind: "invalid",
    title:
      "This logout token could not be accepted. Check the connection's issuer and client, and the identity provider's clock; the audit has the reason under the reference.",
  },
} as const satisfies Record<string, ErrorSpec>;
