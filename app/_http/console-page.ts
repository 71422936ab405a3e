import type { ConsoleSignIn } from "@/lib/flows/use-cases";
import { html, htmlPage, type Markup } from "./html-page";

/**
 * The page that takes the browser into the AWS console. It holds a bearer secret, so it is kept nowhere and tells
 * AWS nothing of where it came from.
 * @param formAction where AWS leads the form: its sign-in page and the consoles behind it
 */
export function consolePage(signIn: ConsoleSignIn, formAction: readonly string[]): Response {
  const title = `Opening ${signIn.accountName}`;
  const isForm = signIn.method === "POST";
  return htmlPage({
    title,
    onLoad: isForm ? "submit" : "follow",
    formAction: isForm ? [...new Set([new URL(signIn.url).origin, ...formAction])] : ["'none'"],
    headers: { "Referrer-Policy": "no-referrer" },
    main: html`<h1>${title}</h1>
<p>As ${signIn.roleName}.</p>
${isForm ? samlForm(signIn) : federationLink(signIn)}`,
  });
}

function samlForm({ url, fields }: Extract<ConsoleSignIn, { method: "POST" }>): Markup {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value.reveal()}">`,
  );
  return html`<form method="post" action="${url}">${inputs}<button>Open the AWS console</button></form>`;
}

/** A link and not a redirect: the policy of the page whose form came here would forbid the redirect. */
function federationLink({ url }: Extract<ConsoleSignIn, { method: "GET" }>): Markup {
  return html`<p><a class="button" href="${url.reveal()}">Open the AWS console</a></p>`;
}
