import type { ConsoleSignIn } from "@/lib/flows/use-cases";
import { html, htmlPage, type Markup } from "./html-page";

/**
 * The page that takes the browser into the AWS console. It holds a bearer secret, so it is kept nowhere and tells
 * AWS nothing of where it came from.
 * @param formAction where AWS leads the form: its sign-in page and the consoles behind it
 */
export function consolePage(signIn: ConsoleSignIn, formAction: readonly string[]): Response {
  const title = `Opening ${signIn.accountName}`;
  const form = signIn.method === "POST" ? samlForm(signIn) : federationForm(signIn);
  return htmlPage({
    title,
    submitsItself: true,
    formAction: [...new Set([form.origin, ...formAction])],
    headers: { "Referrer-Policy": "no-referrer" },
    main: html`<h1>${title}</h1>
<p>As ${signIn.roleName}.</p>
${form.markup}`,
  });
}

interface Form {
  readonly origin: string;
  readonly markup: Markup;
}

function samlForm({ url, fields }: Extract<ConsoleSignIn, { method: "POST" }>): Form {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value.reveal()}">`,
  );
  return {
    origin: new URL(url).origin,
    markup: html`<form method="post" action="${url}">${inputs}<button>Open the AWS console</button></form>`,
  };
}

/** A form with GET and not a redirect: the policy of the page that posted to us would hold for a redirect. */
function federationForm({ url }: Extract<ConsoleSignIn, { method: "GET" }>): Form {
  const link = new URL(url.reveal());
  const inputs = [...link.searchParams].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return {
    origin: link.origin,
    markup: html`<form method="get" action="${link.origin + link.pathname}">${inputs}<button>Open the AWS console</button></form>`,
  };
}
