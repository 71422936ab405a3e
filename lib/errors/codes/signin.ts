import type { ErrorSpec } from "../error-spec";

export const SIGNIN_CODES = {
  "signin.response_refused": {
    kind: "unauthenticated",
    title:
      "Your identity provider's answer could not be accepted. Start again; if it happens again, give the reference to your administrator.",
  },
  "signin.busy": {
    kind: "unavailable",
    title: "Too many people are signing in at this moment. Wait a few seconds and start again.",
  },
  "signin.request_unknown": {
    kind: "unauthenticated",
    title:
      "This sign-in was already used, took too long, or was started in another browser. Start again from here.",
  },
  "signin.relay_unusable": {
    kind: "unauthenticated",
    title:
      "AWS would not take what your identity provider sent for it. Ask your administrator to check the app for AWS there.",
  },
  "signin.relay_of_another_person": {
    kind: "forbidden",
    title:
      "Your identity provider sent this for somebody else than who is signed in here. Sign out first, then start again.",
  },
  "signin.connection_unknown": {
    kind: "not_found",
    title: "There is no such identity provider here. Choose one from the sign-in page.",
  },
  "signin.connection_unusable": {
    kind: "unavailable",
    title: "This identity provider is not set up completely. Ask your administrator to check the connection.",
  },
  "signin.provider_failed": {
    kind: "upstream",
    title:
      "Your identity provider did not complete the sign-in. Start again; if it happens again, give the reference to your administrator.",
  },
  "signin.person_disabled": {
    kind: "forbidden",
    title:
      "Your organisation has switched off your access, so you cannot sign in. If that is a mistake, ask whoever looks after accounts there.",
  },
  "signin.identity_incomplete": {
    kind: "unauthenticated",
    title:
      "Your identity provider did not say who you are. Ask your administrator to check the attribute mapping of this connection.",
  },
} as const satisfies Record<string, ErrorSpec>;
