import type { AwsFault } from "../faults";
import { type Html, html } from "../pages/html";
import type { Page } from "../pages/page";
import type { Account } from "../store/account";

const LOGOUT = html`To logout, <a href="/oauth?Action=logout">click here</a>.`;

/** AWS's one sentence for a response it cannot make sense of. */
export function invalidResponsePage(): Page {
  return errorPage(400, html`Your request included an invalid SAML response. ${LOGOUT}`);
}

/** A refusal of STS, as the sign-in page relays it. */
export function refusedPage(refusal: AwsFault): Page {
  const origin = `(Service: AWSSecurityTokenService; Status Code: ${refusal.status}; Error Code: ${refusal.code}; Request ID: ${crypto.randomUUID()}; Proxy: null)`;
  return errorPage(refusal.status, html`${refusal.awsMessage} ${origin}. Please try again. ${LOGOUT}`);
}

export function errorPage(status: number, message: Html): Page {
  return {
    status,
    title: "Sign-in failed",
    place: "sign-in",
    body: html`<section class="card narrow"><h1>Sign-in failed</h1><p class="bad" role="alert">${message}</p></section>`,
  };
}

/** One role of a response that names several. */
export interface RoleChoice {
  readonly account: Account;
  readonly roleArn: string;
}

/** AWS's page "Select a role": the response is posted again with the choice. */
export function chooserPage(
  choices: readonly RoleChoice[],
  form: { readonly samlResponse: string; readonly relayState: string; readonly action: string },
  consoleUrl: string,
): Page {
  const accounts = [...new Set(choices.map(({ account }) => account))];
  const groups = accounts.map(
    (
      account,
    ) => html`<fieldset><legend>Account: ${account.alias ?? account.name} (${account.accountId})</legend>
${choices.filter((choice) => choice.account === account).map(radio)}</fieldset>`,
  );
  return {
    status: 200,
    title: "Select a role",
    place: "sign-in",
    formTargets: [consoleUrl],
    body: html`<section class="card narrow"><h1>Select a role</h1>
<form method="post" action="${form.action}">
<input type="hidden" name="SAMLResponse" value="${form.samlResponse}">
<input type="hidden" name="RelayState" value="${form.relayState}">
${groups}
<button type="submit">Sign in</button>
</form></section>`,
  };
}

function radio({ roleArn }: RoleChoice): Html {
  const name = roleArn.slice(roleArn.indexOf(":role/") + ":role/".length);
  return html`<label class="choice"><input type="radio" name="roleIndex" value="${roleArn}" required> ${name}</label>`;
}
