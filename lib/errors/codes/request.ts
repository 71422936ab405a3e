import type { ErrorSpec } from "../error-spec";

export const REQUEST_CODES = {
  "request.invalid": {
    kind: "invalid",
    title: "Something in this request is not right. Correct the fields named below and send it again.",
  },
  "request.malformed": {
    kind: "invalid",
    title: "This request could not be read. Send JSON in UTF-8 with the content type application/json.",
  },
  "request.too_large": {
    kind: "too_large",
    title: "This request is larger than Rolebridge accepts here. Send less.",
  },
  "request.too_many": {
    kind: "rate_limited",
    title: "You asked this very often just now. Wait a little and try again.",
  },
  "request.cross_site": {
    kind: "forbidden",
    title: "This request came from another site and was not carried out. Start again from Rolebridge.",
  },
  "request.not_found": {
    kind: "not_found",
    title: "There is nothing here. Check the address.",
  },
  "internal.unexpected": {
    kind: "internal",
    title:
      "Something went wrong on our side. Try again; if it stays, give the reference to your administrator.",
  },
} as const satisfies Record<string, ErrorSpec>;
