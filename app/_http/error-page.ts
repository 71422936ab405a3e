import type { AppError } from "@/lib/errors/app-error";
import { html, htmlPage } from "./html-page";

/** A step-up that was asked for begins at the identity provider; one that failed leads back to where it began. */
function linkLabel({ code }: AppError): string {
  if (code === "stepup.sign_in_required" || code === "stepup.mfa_required") return "Sign in again";
  return code.startsWith("stepup.") ? "Back to where you were" : "Go to your identity provider";
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
${
  error.aws === undefined
    ? ""
    : html`<p>AWS said: <code>${error.aws.awsCode}</code> ${error.aws.awsMessage}</p>
<ul>${error.aws.hints.map((hint) => html`<li>${hint}</li>`)}</ul>`
}
${error.link === undefined ? "" : html`<p><a class="button" href="${error.link}">${linkLabel(error)}</a></p>`}
<p>Reference: <code>${reference}</code></p>
<p><a class="button" href="${error.kind === "unauthenticated" || error.code.startsWith("signin.") ? "/signin" : "/"}">Start again</a></p>`,
  });
}
