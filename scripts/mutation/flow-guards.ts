import type { Guard } from "./guard";

/** What use-cases and the database decide once a message is authentic, and what costs before it is. */

const USED_ONCE = "lib/flows/sign-in/used-once.test.ts";
const STORED = "lib/db/conformance/sign-in.test.ts";
const SIGN_IN = "lib/flows/sign-in/sign-in.test.ts";
const RELAY = "lib/flows/sign-in/relay.test.ts";
const SAML_LOGOUT = "lib/flows/sign-out/saml-logout.test.ts";
const OIDC_LOGOUT = "lib/flows/sign-out/oidc-logout.test.ts";
const COSTLY = "lib/saml/costly-part.test.ts";
const LOGOUT_STORE = "lib/db/stores/logout-store.ts";
const USED = "if (!(await markUsed(transaction, issuer, id, expiresAt))) return undefined;";
const BY_SUBJECT = "return Prisma.sql`${ofSubject} = ${subject} AND";
const BY_NOBODY = "return Prisma.sql`${subject}::text IS NOT NULL AND";
const NOT_LOOKED_AT = "await markUsed(transaction, issuer, id, expiresAt);";

export const FLOW_GUARDS: readonly Guard[] = [
  {
    case: "S47",
    guard: "an answer to a request once",
    file: "lib/db/stores/sign-in-store.ts",
    from: " WHERE ${mayBeUsed}",
    to: "",
    tests: STORED,
  },
  {
    case: "S44",
    guard: "the browser that asked",
    file: "lib/db/stores/sign-in-store.ts",
    from: "(browser_binding_hash IS NULL OR browser_binding_hash = ${browserBindingHash ?? null}::bytea)",
    to: "(TRUE OR browser_binding_hash = ${browserBindingHash ?? null}::bytea)",
    tests: STORED,
  },
  {
    case: "S44",
    guard: "the browser that asked, where nothing is looked at first",
    file: "lib/db/stores/sign-in-store.ts",
    from: "AND browser_binding_hash = ${browserBindingHash}::bytea",
    to: "AND (TRUE OR browser_binding_hash = ${browserBindingHash}::bytea)",
    tests: STORED,
  },
  {
    case: "S44",
    guard: "an assertion for AWS is looked at first",
    file: "lib/db/stores/sign-in-store.ts",
    from: "purpose = 'session' AND relayed_assertion_id IS NULL",
    to: "purpose = 'session'",
    tests: RELAY,
  },
  {
    case: "S44",
    guard: "a request of ours",
    file: "lib/flows/sign-in/accept-saml-response.ts",
    from: 'if (!request) throw unknownRequest("in_response_to_unknown");',
    to: "if (!request) return undefined;",
    tests: SIGN_IN,
  },
  {
    case: "S63",
    guard: "too many refused messages shut an address out",
    file: "lib/flows/sign-in/refused-senders.ts",
    from: "    this.#set(address, (await rateLimits.take([limit])) * 1_000);\n",
    to: "",
    tests: "lib/flows/sign-in/refused-senders.test.ts",
  },
  {
    case: "S63",
    guard: "a doubted address is read last",
    file: "lib/flows/sign-in/refused-senders.ts",
    from: "doubtedUntil: now + DOUBT_MS",
    to: "doubtedUntil: now",
    tests: "lib/flows/sign-in/refused-senders.test.ts",
  },
  {
    case: "S48",
    guard: "an assertion id once",
    file: "lib/db/stores/sign-in-store.ts",
    from: "SELECT ${resultValues(result)} FROM used",
    to: "SELECT ${resultValues(result)}",
    tests: USED_ONCE,
  },
  {
    case: "S46",
    guard: "the request is the connection's",
    file: "lib/flows/sign-in/accept-saml-response.ts",
    from: "if (request.connectionId !== connection.id)",
    to: "if (false)",
    tests: SIGN_IN,
  },
  {
    case: "S49",
    guard: "consent to what nobody asked for",
    file: "lib/flows/sign-in/complete-sign-in.ts",
    from: "if (waiting.browserBindingHash === undefined && !consented && !joins)",
    to: "if (false)",
    tests: SIGN_IN,
  },
  {
    case: "S66",
    guard: "a LogoutRequest once",
    file: LOGOUT_STORE,
    from: USED,
    to: NOT_LOOKED_AT,
    tests: SAML_LOGOUT,
  },
  {
    case: "O24",
    guard: "a logout token once",
    file: LOGOUT_STORE,
    from: USED,
    to: NOT_LOOKED_AT,
    tests: OIDC_LOGOUT,
  },
  {
    case: "S66",
    guard: "NameIDs match in format and qualifiers",
    file: "lib/saml/name-id.ts",
    from: "JSON.stringify([format, value, nameQualifier ?? idpEntityId, spNameQualifier ?? spEntityId])",
    to: "value",
    tests: SAML_LOGOUT,
  },
  {
    case: "S66",
    guard: "the sessions of the person named",
    file: LOGOUT_STORE,
    from: BY_SUBJECT,
    to: BY_NOBODY,
    tests: SAML_LOGOUT,
  },
  {
    case: "O24",
    guard: "the session of the person named",
    file: LOGOUT_STORE,
    from: BY_SUBJECT,
    to: BY_NOBODY,
    tests: OIDC_LOGOUT,
  },
  {
    case: "S63",
    guard: "the digest before the costs",
    file: "lib/saml/check-signature.ts",
    from: "keys.length > 0 && mayBeDigested(candidate) ?",
    to: "keys.length > 0 ?",
    tests: COSTLY,
  },
  {
    case: "S63",
    guard: "the key before the costs",
    file: "lib/saml/check-signature.ts",
    from: "publicKeys.filter((key) => signsItsSignedInfo(candidate.signature, key))",
    to: "publicKeys",
    tests: COSTLY,
  },
];
