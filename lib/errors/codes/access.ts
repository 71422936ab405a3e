import type { ErrorSpec } from "../error-spec";

export const ACCESS_CODES = {
  "access.signed_out": {
    kind: "unauthenticated",
    title: "You are signed out. Sign in and try again.",
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
