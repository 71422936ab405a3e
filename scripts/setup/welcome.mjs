// @ts-check
import { relative } from "node:path";
import { addressesOf } from "./addresses.mjs";

/**
 * What to read when the sandbox runs: where to click, and as whom.
 * @param {import("./sandbox-options.mjs").SandboxOptions} options
 * @param {readonly { username: string, password: string, about: string }[]} personas
 */
export function welcome(options, personas) {
  const at = addressesOf(options.port);
  const people = personas.map(
    ({ username, password, about }) => `    ${username.padEnd(8)}${password.padEnd(16)}${about}`,
  );
  return `
  Open   ${at.app}

  Sign in as one of these, by SAML or by OpenID Connect:

    user    password        who
${people.join("\n")}

  Administration   ${at.app}/admin   (as grace)
  AWS console      ${at.console}
  SAML IdP         ${at.samlIdp}
  OIDC IdP         ${at.oidcIdp}
  For scripts      ${relative(process.cwd(), options.description)}
  Logs             ${relative(process.cwd(), options.folder)}/app.log, world.log

  Ctrl-C stops everything.`;
}
