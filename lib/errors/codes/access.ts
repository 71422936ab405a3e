import type { ErrorSpec } from "../error-spec";

export const ACCESS_CODES = {
  "access.signed_out": {
    kind: "unauthenticated",
    title: "You are signed out. Sign in and try again.",
  },
  "access.timed_out": {
    kind: "unauthenticated",
    title: "Your session ran out. Sign in to go on where you were.",
  },
  "access.ended_by_provider": {
    kind: "unauthenticated",
    title: "Your session at your identity provider was ended, and so was the one here. Sign in to go on.",
  },
  "access.ended_by_administrator": {
    kind: "unauthenticated",
    title: "An administrator of Rolebridge ended your session. Ask them why, or sign in again.",
  },
  "access.ended_by_organisation": {
    kind: "unauthenticated",
    title:
      "Your organisation changed your account, and that ended your session. Sign in again; if that is refused, ask whoever looks after accounts there.",
  },
  "access.connection_off": {
    kind: "unauthenticated",
    title:
      "Your identity provider is switched off here at the moment, and that ended your session. Ask an administrator of Rolebridge when it is back.",
  },
  "access.token_invalid": {
    kind: "unauthenticated",
    title: "This bearer token is not valid. Ask an administrator for a new one.",
  },
  "access.not_administrator": {
    kind: "forbidden",
    title: "This is for administrators. Ask an administrator of Rolebridge if you need it.",
  },
  "access.needs_person": {
    kind: "forbidden",
    title: "AWS access is given to people, not to tokens. Sign in to use it.",
  },
} as const satisfies Record<string, ErrorSpec>;
