import type { Guard } from "./guard";

/** Logout messages: SAML's by redirect and by POST, and logout tokens. */

const SAML = "lib/saml/logout/verify-logout.test.ts";
const QUERY = "lib/saml/logout/redirect-query.ts";
const READ = "lib/saml/logout/read-logout.ts";
const TOKEN = "lib/oidc/logout-token.ts";
const OIDC = "lib/oidc/logout-token.test.ts";

const saml = (guard: Omit<Guard, "tests">): Guard => ({ ...guard, tests: SAML });
const token = (guard: string, from: string, to: string): Guard => ({
  case: "O24",
  guard,
  file: TOKEN,
  from,
  to,
  tests: OIDC,
});

const SAML_GUARDS: readonly Guard[] = [
  saml({
    case: "S65",
    guard: "a query is signed",
    file: QUERY,
    from: 'throw refusal("signature_missing", "the query is not signed");',
    to: "return;",
  }),
  saml({
    case: "S65",
    guard: "by a key of the connection",
    file: QUERY,
    from: "if (!publicKeys.some((key) => verify(digest, bytes, key, value)))",
    to: "if (false)",
  }),
  saml({
    case: "S65",
    guard: "not with SHA-1",
    file: "lib/saml/logout/signature-algorithms.ts",
    from: '  ["http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "sha512"],',
    to: '  ["http://www.w3.org/2000/09/xmldsig#rsa-sha1", "sha1"],',
  }),
  saml({
    case: "S65",
    guard: "names compared whole",
    file: QUERY,
    from: "(known) => known === pair.slice(0, equals)",
    to: "(known) => pair.slice(0, equals).includes(known)",
  }),
  saml({
    case: "S65",
    guard: "each parameter once",
    file: QUERY,
    from: "if (found.has(name)) throw",
    to: "if (false) throw",
  }),
  saml({
    case: "S65",
    guard: "one message",
    file: QUERY,
    from: "if (message === undefined || messages.length > 1)",
    to: "if (message === undefined)",
  }),
  saml({
    case: "S65",
    guard: "no signature inside beside a signed query",
    file: READ,
    from: '...(embedded ? [[DS, "Signature"] as const] : [])',
    to: '...[[DS, "Signature"] as const]',
  }),
  saml({
    case: "S65",
    guard: "no signature elsewhere in a form's message",
    file: "lib/saml/signature-structure.ts",
    from: "  requireNoOther(message, [found]);\n",
    to: "",
  }),
  saml({
    case: "S64",
    guard: "the signature before inflating",
    file: QUERY,
    from: "  requireSignature(raw, parameter, publicKeys);\n",
    to: "",
  }),
  saml({
    case: "S64",
    guard: "nothing inflates beyond the limit",
    file: QUERY,
    from: "maxOutputLength: MAX_LOGOUT_BYTES",
    to: "maxOutputLength: 2 ** 30",
  }),
  saml({
    case: "S63",
    guard: "number of elements of a logout message",
    file: "lib/saml/logout/scan-logout.ts",
    from: "elements: 400,",
    to: "elements: 40_000,",
  }),
  saml({
    case: "S50",
    guard: "80 bytes of RelayState",
    file: QUERY,
    from: "if (relayState !== undefined && Buffer.byteLength(relayState) > MAX_RELAY_STATE_BYTES)",
    to: "if (false)",
  }),
  saml({
    case: "S66",
    guard: "NotOnOrAfter of a LogoutRequest",
    file: READ,
    from: "if (end !== undefined && !isBefore(",
    to: "if (end === undefined && !isBefore(",
  }),
  saml({
    case: "S40",
    guard: "Destination of a logout message",
    file: READ,
    from: "  checkDestination(message, expected);\n",
    to: "",
  }),
  saml({
    case: "S43",
    guard: "Issuer of a logout message",
    file: READ,
    from: "const issuer = checkIssuer(message, expected);",
    to: "const issuer = expected.idpEntityId;",
  }),
  saml({
    case: "S51",
    guard: "age of a logout message",
    file: READ,
    from: "const issued = checkIssueInstant(message, expected);",
    to: 'const issued = readSamlTime(requiredAttribute(message, "IssueInstant"), "");',
  }),
  saml({
    case: "S55",
    guard: "Version of a logout message",
    file: READ,
    from: "  checkVersion(message);\n",
    to: "",
  }),
  saml({
    case: "S55",
    guard: "a request where a request belongs",
    file: "lib/saml/logout/verify-logout.ts",
    from: 'if ((facts.kind === "request") !== (parameter === "SAMLRequest"))',
    to: "if (false)",
  }),
  saml({
    case: "S56",
    guard: "one NameID in a LogoutRequest",
    file: READ,
    from: 'readNameId(oneChild(request, saml("NameID")))',
    to: 'readNameId(childrenNamed(request, ...saml("NameID"))[0] as Element)',
  }),
];

const TOKEN_GUARDS: readonly Guard[] = [
  token("the algorithm of ID tokens", "      algorithms: [rules.algorithm],\n", ""),
  token("the issuer", "      issuer: rules.issuer,\n      audience", "      audience"),
  token("the audience", "      audience: rules.clientId,\n", ""),
  token("no other audience", "if (Array.isArray(claims.aud) && claims.aud.length !== 1)", "if (false)"),
  token("the type", "if (!TYPES.includes(header.typ))", "if (false)"),
  token(
    "no critical or compressing header",
    "if (header.zip !== undefined || header.crit !== undefined)",
    "if (false)",
  ),
  token("both times", "if (iat === undefined || exp === undefined)", "if (iat === undefined)"),
  token("not from the future", "if (iat > seconds + clockSkewSeconds)", "if (false)"),
  token("not from long ago", "if (iat < seconds - MAX_AGE_SECONDS - clockSkewSeconds)", "if (false)"),
  token("an id", 'if (typeof jti !== "string" || jti === "")', 'if (typeof jti !== "string")'),
  token("the event", "if (!isLogoutEvent(claims.events))", "if (false)"),
  token("no nonce", 'if ("nonce" in claims)', "if (false)"),
  token("somebody named", "if (claims.sub === undefined && claims.sid === undefined)", "if (false)"),
  token(
    "by a name",
    'if (name !== undefined && !(typeof name === "string" && NAME.test(name)))',
    "if (false)",
  ),
];

export const LOGOUT_GUARDS: readonly Guard[] = [...SAML_GUARDS, ...TOKEN_GUARDS];
