/** A person's way in, step by step, so that a fault can strike between any two. */
import { SAML_CONNECTION } from "../../../sandbox/seed/connection-names";
import type { Browser, PageAnswer } from "./browser";
import type { Answer, CompanyIdp, Person } from "./company-idp";

/** Where responses are posted to. */
export const ACS_PATH = `/saml/${SAML_CONNECTION}/acs`;
const LOGIN_PATH = `/saml/${SAML_CONNECTION}/login`;

export interface SignInOutcome {
  readonly isSignedIn: boolean;
  /** Milliseconds of all steps together. */
  readonly milliseconds: number;
  /** The answer that ended it. */
  readonly last: PageAnswer;
}

/** Leaves Rolebridge for the identity provider. @returns the response that it gives the browser to post */
export async function fetchResponse(
  browser: Browser,
  idp: CompanyIdp,
  person: Person,
  answer: Answer = {},
): Promise<{ readonly samlResponse: string; readonly start: PageAnswer }> {
  const start = await browser.get(LOGIN_PATH);
  const samlResponse = start.status === 303 ? idp.answer(start.location, person, answer) : "";
  return { samlResponse, start };
}

export function postResponse(browser: Browser, samlResponse: string): Promise<PageAnswer> {
  return browser.postForm(ACS_PATH, { SAMLResponse: samlResponse }, "cross-site");
}

/** The whole of it. Never throws: what failed is in the outcome. */
export async function signIn(
  browser: Browser,
  idp: CompanyIdp,
  person: Person,
  answer: Answer = {},
): Promise<SignInOutcome> {
  const { samlResponse, start } = await fetchResponse(browser, idp, person, answer);
  if (samlResponse === "") return { isSignedIn: false, milliseconds: start.milliseconds, last: start };
  const posted = await postResponse(browser, samlResponse);
  const done = posted.status === 303 ? await browser.get(posted.location) : posted;
  const isSignedIn = done.status === 303 && posted.status === 303;
  const milliseconds = start.milliseconds + posted.milliseconds + (done === posted ? 0 : done.milliseconds);
  return { isSignedIn, milliseconds, last: done };
}
