import { createHash } from "node:crypto";
import type { Reply } from "../http/reply";
import { Html, html } from "./html";
import { STYLE } from "./style";

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

export interface Page {
  readonly status: number;
  readonly title: string;
  /** Which part of AWS this is, beside the brand. */
  readonly place: "console" | "sign-in";
  /** Right end of the bar: who is signed in, and the way out. */
  readonly bar?: Html;
  readonly body: Html;
  /** Origins that this page's forms end up at, beside their own: browsers check redirects of a post too. */
  readonly formTargets?: readonly string[];
}

/** A page, ready to be sent. It runs no script and loads nothing. */
export function pageReply(page: Page, setCookie?: string): Reply {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    `form-action ${["'self'", ...(page.formTargets ?? [])].join(" ")}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": policy,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    ...(setCookie === undefined ? {} : { "set-cookie": setCookie }),
  };
  return { status: page.status, headers, body: document(page).markup };
}

function document({ title, place, bar, body }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Sandbox AWS</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<div class="stripe" aria-hidden="true"></div>
<header><div class="wide"><p class="brand">Sandbox AWS <span>${place}</span></p>${bar}</div></header>
<main class="wide">${body}</main>
<footer class="wide">A local imitation for trying Rolebridge. It is not Amazon Web Services, and nothing here reaches it.</footer>
</body>
</html>
`;
}
