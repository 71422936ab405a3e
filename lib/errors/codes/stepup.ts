import type { ErrorSpec } from "../error-spec";

export const STEPUP_CODES = {
  "stepup.sign_in_required": {
    kind: "forbidden",
    title:
      "This asks for a fresh sign-in. Sign in again with your identity provider; you come back to where you are.",
  },
  "stepup.mfa_required": {
    kind: "forbidden",
    title:
      "This asks for a sign-in with a second factor. Sign in again with your identity provider and use it there; you come back to where you are.",
  },
  "stepup.passkey_required": {
    kind: "forbidden",
    title: "This asks for your passkey. Use it now; it counts for five minutes.",
  },
  "stepup.passkey_missing": {
    kind: "conflict",
    title: "You have no passkey here yet. Add one first, then try again.",
  },
  "stepup.passkey_refused": {
    kind: "forbidden",
    title:
      "This passkey could not be accepted. Try again; if it happens again, remove it from your passkeys and add it anew.",
  },
  "stepup.passkey_known": {
    kind: "conflict",
    title: "This passkey is registered already. Use it as it is, or add another one.",
  },
  "stepup.passkeys_full": {
    kind: "conflict",
    title: "You have as many passkeys as there can be. Remove one that you no longer use first.",
  },
  "stepup.sign_in_not_fresh": {
    kind: "forbidden",
    title:
      "Your identity provider did not sign you in anew, or did not say when it did. Nothing has changed. Try again, and if it asks for no password, tell your administrator.",
  },
  "stepup.mfa_not_stated": {
    kind: "forbidden",
    title:
      "Your identity provider did not say that you used a second factor. Nothing has changed. Try again with it, and if you did use it, tell your administrator.",
  },
  "stepup.other_person": {
    kind: "forbidden",
    title:
      "You signed in as somebody else than who is signed in here. Nothing has changed. Try again as yourself, or sign out first.",
  },
} as const satisfies Record<string, ErrorSpec>;
