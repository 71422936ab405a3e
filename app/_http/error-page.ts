import type { AppError } from "@/lib/errors/app-error";
import { html, htmlPage, type Markup } from "./html-page";

interface Way {
  readonly href: string;
  readonly label: string;
}

/** A step-up that was asked for begins at the identity provider; one that failed leads back to where it began. */
function linkLabel({ code }: AppError): string {
  if (code === "stepup.sign_in_required" || code === "stepup.mfa_required") return "Sign in again";
  return code.startsWith("stepup.") ? "Back to where you were" : "Go to your identity provider";
}

/** Where to begin anew. Who was signed out is not asked to start a sign-in again that never was. */
function beginning({ code, kind }: AppError): Way {
  if (code === "access.signed_out") return { href: "/signin", label: "Sign in" };
  const isSignIn = kind === "unauthenticated" || code.startsWith("signin.");
  return isSignIn ? { href: "/signin", label: "Start again" } : { href: "/", label: "My roles" };
}

/** One button, and what else one can do as a link beside it. */
function waysOn(error: AppError): Markup {
  const begin = beginning(error);
  if (error.link === undefined) return html`<p><a class="button" href="${begin.href}">${begin.label}</a></p>`;
  return html`<p class="ways"><a class="button" href="${error.link}">${linkLabel(error)}</a> <a href="${begin.href}">${begin.label}</a></p>`;
}

function saidByAws(aws: NonNullable<AppError["aws"]>): Markup {
  const hints = aws.hints.map((hint) => html`<li>${hint}</li>`);
  return html`<div class="said"><p>AWS said <code>${aws.awsCode}</code></p><p class="mono">${aws.awsMessage}</p></div>
${hints.length === 0 ? "" : html`<h2>What it means here</h2><ul>${hints}</ul>`}`;
}

/**
 * A refusal for a person whose browser came to a handler: one sentence, the next step, and the reference.
 * The reason stays in the audit and the log.
 */
export function errorPage(error: AppError, reference: string): Response {
  return htmlPage({
    title: "That did not work",
    status: error.status,
    ...(error.retryAfterSeconds !== undefined && {
      headers: { "Retry-After": String(error.retryAfterSeconds) },
    }),
    main: html`<h1>That did not work</h1>
<p role="alert">${error.title}</p>
${error.detail === undefined ? "" : html`<p>${error.detail}</p>`}
${error.aws === undefined ? "" : saidByAws(error.aws)}
${waysOn(error)}
<p class="reference">Reference <code>${reference}</code></p>`,
  });
}
