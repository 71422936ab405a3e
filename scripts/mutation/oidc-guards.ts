import { guardsOf } from "./guard";

/** Sign-in by OpenID Connect: the flow, the ID token, and what a provider publishes. */

const OIDC = "app/api/auth/_oidc";
const OPTIONS = `${OIDC}/options.ts`;
const RULES = `${OIDC}/id-token-rules.ts`;
const FINISH = `${OIDC}/finish.ts`;
const MAKE = "lib/oidc/make-verified-login.ts";
const DISCOVERY = "lib/oidc/discovery.ts";

export const OIDC_GUARDS = [
  ...guardsOf(`${OIDC}/oidc-response.test.ts`, [
    ["O01", "the flow of this browser", FINISH, "if (flow === undefined) throw", "if (false) throw"],
    ["O17", "a state once", OPTIONS, "      await call.takeState(state);\n", ""],
    [
      "O04",
      "the provider names itself",
      OPTIONS,
      "if (call.settings.metadata.namesIssuerInResponse && params.iss === undefined)",
    ],
    ["O04", "each parameter once", FINISH, "if (others.length > 0) throw", "if (false) throw"],
  ]),
  ...guardsOf(`${OIDC}/oidc-id-token.test.ts`, [
    ["O08", "no critical header", RULES, "if (crit !== undefined || b64 !== undefined)"],
    ["O08", "no compression", RULES, "if (zip !== undefined)"],
    ["O24", "no other type", RULES, "if (typ !== undefined && OTHER_TYPE.test(typ))"],
    ["O10", "no other audience", RULES, "if (Array.isArray(claims.aud) && claims.aud.length !== 1)"],
    ["O13", "a subject that is one", RULES, "if (!parsed.success)\n    throw", "if (false)\n    throw"],
    ["O12", "not from the future", RULES, "if (parsed.data.iat > now + AHEAD)"],
    ["O12", "not from long ago", RULES, "if (parsed.data.iat < now - OLDEST)"],
  ]),
  ...guardsOf(`${OIDC}/oidc-provider-answers.test.ts`, [
    [
      "O15",
      "what the ID token says wins",
      OPTIONS,
      "return { ...Object.fromEntries(ofThePerson), ...(speaksOfEmail && { email_verified }), ...claims };",
      "return { ...claims, ...Object.fromEntries(ofThePerson), ...(speaksOfEmail && { email_verified }) };",
    ],
  ]),
  ...guardsOf("lib/identity/identify.test.ts", [
    ["O11", "the issuer as it was entered", MAKE, "if (claims.iss !== issuer)"],
    ["O13", "a subject", MAKE, 'if (typeof sub !== "string" || sub === "")'],
    ["O13", "a short subject", MAKE, "if (sub.length > 255)"],
    [
      "O20",
      "the key is the subject",
      "lib/identity/identify.ts",
      'if (login.protocol === "oidc") return checked(login.subject, "subject");',
      'if (login.protocol === "oidc") return String(login.claims.email ?? login.subject);',
    ],
    [
      "S61",
      "the key of a SAML subject holds its format",
      "lib/identity/identify.ts",
      'return `${format} ${checked(value, "subject")}`;',
      'return checked(value, "subject");',
    ],
    ["S60", "the groups read as they are", "lib/identity/groups.ts", "  groups.forEach(checkGroup);\n", ""],
  ]),
  ...guardsOf("lib/oidc/discovery.test.ts", [
    ["discovery", "the issuer that was asked", DISCOVERY, "if (document.issuer !== issuer)"],
    ["discovery", "endpoints are safe", DISCOVERY, " || !isSafe(new URL(value), issuer)", ""],
    [
      "discovery",
      "no user name in an endpoint",
      DISCOVERY,
      'if (username !== "" || password !== "") return false;',
      "",
    ],
    ["discovery", "an algorithm of ours", DISCOVERY, "if (found === undefined) throw", "if (false) throw"],
  ]),
] as const;
