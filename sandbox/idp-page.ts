/**
 * The pages of both sandbox identity providers: plain HTML forms that work without scripts. Knows people
 * and markup, nothing of SAML or OpenID Connect.
 */
import { createHash } from "node:crypto";
import { IDP_STYLE } from "./idp-style";
import { PERSONAS, type Persona } from "./personas";

/** A finished answer: the markup and the policy under which a browser may show it. */
export interface Page {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

/** Submits the only form of the page; without scripts its button does. */
const AUTO_SUBMIT = "document.forms[0].submit()";

const hashSource = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Text made safe for element content and double-quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/**
 * One page around a body.
 * @param formTargets origins besides our own to which a form of this page, or a redirect that follows it, may go
 */
function page(title: string, product: string, body: string, formTargets: readonly string[]): Page {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Meridian Freight</title>
<link rel="icon" href="data:,">
<style>${IDP_STYLE}</style>
</head>
<body>
<header class="ribbon"><strong>Sandbox identity provider.</strong> It plays the company's ${escapeHtml(product)} sign-in on this machine. The people are made up and their passwords are public.</header>
<main>
${body}
</main>
</body>
</html>
`;
  return {
    html,
    contentSecurityPolicy: [
      "default-src 'none'",
      `style-src ${hashSource(IDP_STYLE)}`,
      `script-src ${hashSource(AUTO_SUBMIT)}`,
      "img-src data:",
      `form-action 'self' ${formTargets.join(" ")}`.trim(),
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
  };
}

const BRAND = `<p class="brand"><svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true"><path fill="currentColor" d="M3 23V6l8 9 3-4 3 4 8-9v17h-5v-8l-6 7-6-7v8z"/></svg>Meridian Freight</p>`;

const hidden = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join("");

function personButton(persona: Persona): string {
  return `<li><button type="submit" name="persona" value="${escapeHtml(persona.username)}" formnovalidate>
<strong>${escapeHtml(persona.displayName)}</strong>
<span>${escapeHtml(persona.about)}</span>
<span><code>${escapeHtml(persona.username)}</code> / <code>${escapeHtml(persona.password)}</code></span></button></li>`;
}

export interface SignInForm {
  /** Which protocol this provider speaks, for the reader: "SAML" or "OpenID Connect". */
  readonly product: string;
  /** Where the form goes. */
  readonly action: string;
  /** What must come back with it. */
  readonly fields: Readonly<Record<string, string>>;
  readonly formTargets: readonly string[];
  /** The application asks for a second factor; here, a tick stands for it. */
  readonly secondFactor?: boolean;
  /** What was typed before, when that was refused. */
  readonly refusedUsername?: string;
}

/** Without the tick, one sees what an application makes of a provider that does not do as it was asked. */
const SECOND_FACTOR = `<label class="check"><input type="checkbox" name="secondFactor" value="yes" checked> I also use my second factor</label>`;

/** The form with `username` and `password`, and a button for each persona that signs in as that person. */
export function signInPage(form: SignInForm): Page {
  const refused =
    form.refusedUsername === undefined
      ? ""
      : `<p class="bad" role="alert">No one here has this user name and password. Choose one of the people listed, or type both again.</p>`;
  const typed = escapeHtml(form.refusedUsername ?? "");
  const body = `<form class="card" method="post" action="${escapeHtml(form.action)}">
${BRAND}${hidden(form.fields)}
<div class="columns">
<div>
<h1>Sign in</h1>
<p class="soft">with your company account, by ${escapeHtml(form.product)}</p>
${refused}
<label for="username">User name</label>
<input type="text" id="username" name="username" value="${typed}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>
<label for="password">Password</label>
<input type="password" id="password" name="password" autocomplete="current-password" required>
${form.secondFactor ? SECOND_FACTOR : ""}
<button type="submit">Sign in</button>
</div>
<section aria-labelledby="people">
<h2 id="people">Or sign in as one of these people</h2>
<p class="soft">One click each. User name and password stand below the name.</p>
<ul class="people">${PERSONAS.map(personButton).join("\n")}</ul>
</section>
</div>
</form>`;
  return page("Sign in", form.product, body, form.formTargets);
}

/** Carries form fields to another origin: at once with scripts, by a button without. */
export function autoPostPage(
  product: string,
  action: string,
  fields: Readonly<Record<string, string>>,
): Page {
  const body = `<form class="card narrow" method="post" action="${escapeHtml(action)}">
${BRAND}${hidden(fields)}
<h1>Signing you in</h1>
<p class="soft">You are on your way back to the application.</p>
<noscript><p>Your browser runs no scripts, so it needs one more click.</p></noscript>
<button type="submit">Continue</button>
</form>
<script>${AUTO_SUBMIT}</script>`;
  return page("Signing you in", product, body, [new URL(action).origin]);
}

/** A heading, a sentence, and optionally ready-made markup below it. */
export function messagePage(
  product: string,
  message: { readonly title: string; readonly text: string; readonly markup?: string },
  formTargets: readonly string[] = [],
): Page {
  const body = `<div class="card narrow">${BRAND}<h1>${escapeHtml(message.title)}</h1>
<p class="soft">${escapeHtml(message.text)}</p>${message.markup ?? ""}</div>`;
  return page(message.title, product, body, formTargets);
}
