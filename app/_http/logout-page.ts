import type { LogoutMessage } from "@/lib/saml/logout/send";
import { html, htmlPage, type Markup } from "./html-page";

/**
 * Carries a logout message to the identity provider: at once, or by a button or link without scripts. A page and not a
 * redirect, because the policy of the page whose form came here forbids redirects to other sites.
 * @param main what to say above the button; where nothing comes back, it is the last word
 */
export function logoutPage(
  message: LogoutMessage,
  text: { readonly title: string; readonly main: Markup; readonly button: string },
  headers: Readonly<Record<string, string>> = {},
): Response {
  const isForm = message.method === "POST";
  return htmlPage({
    title: text.title,
    onLoad: isForm ? "submit" : "follow",
    // Identity providers lead on to addresses of their own choice and back here, and browsers hold redirects to this.
    formAction: isForm ? ["'self'", "https:", new URL(message.url).origin] : ["'none'"],
    headers: { "Referrer-Policy": "no-referrer", ...headers },
    main: html`<h1>${text.title}</h1>
${text.main}
${isForm ? form(message, text.button) : html`<p><a class="button" href="${message.url}">${text.button}</a></p>`}`,
  });
}

function form({ url, fields }: Extract<LogoutMessage, { method: "POST" }>, button: string): Markup {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${url}">${inputs}<button>${button}</button></form>`;
}
