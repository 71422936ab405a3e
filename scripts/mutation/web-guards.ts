import { guardsOf } from "./guard";

/** The web: where a request comes from, cookies, what a page may do, what leaves. */

const HTTP = "app/_http";
const ORIGIN = `${HTTP}/same-origin.ts`;
const BEFORE = `${HTTP}/before-next.ts`;
const COOKIES = `${HTTP}/cookies.ts`;
const SESSION = `${HTTP}/session-cookie.ts`;
const HEADERS = `${HTTP}/security-headers.ts`;
const METRICS = `${HTTP}/metrics-reader.ts`;
const RETURN = "lib/flows/sign-in/safe-return-to.ts";
const OUT = "lib/outbound/guard-connection.ts";

export const WEB_GUARDS = [
  ...guardsOf(`${HTTP}/same-origin.test.ts`, [
    ["W16", "somebody says where it comes from", ORIGIN, "!isStated || ", ""],
    ["W16", "from our site", ORIGIN, "!isStated || !isOurSite(site) || ", "!isStated || "],
    ["W16", "from our origin", ORIGIN, " || (from !== null && from !== origin)", ""],
  ]),
  ...guardsOf(`${HTTP}/actor.test.ts`, [
    [
      "csrf",
      "every change with our cookie",
      `${HTTP}/actor.ts`,
      "else requireSameOrigin(request.headers, rolebridge.settings.origin);",
      "",
    ],
    [
      "csrf",
      "no cookie beside a token",
      `${HTTP}/actor.ts`,
      "if (token === undefined) throw",
      "if (false) throw",
    ],
  ]),
  ...guardsOf("app/signout/end/route.test.ts", [
    [
      "W06",
      "every form of ours",
      `${HTTP}/handle.ts`,
      "    requireSameOrigin(call.request.headers, call.rolebridge.settings.origin);\n",
      "",
    ],
  ]),
  ...guardsOf(`${HTTP}/before-next.test.ts`, [
    ["W14", "the host is ours", BEFORE, '  headers["x-forwarded-host"] = ours.host;\n', ""],
    [
      "W14",
      "the scheme is ours",
      BEFORE,
      '  headers["x-forwarded-proto"] = ours.protocol.slice(0, -1);\n',
      "",
    ],
    ["W20", "the target is the request's own", BEFORE, "  delete headers[TARGET_HEADER];\n", ""],
  ]),
  ...guardsOf(`${HTTP}/request-origin.test.ts`, [
    [
      "W08",
      "addresses of trusted hops only",
      `${HTTP}/request-origin.ts`,
      "hops[Math.max(0, hops.length - 1 - trustedProxyHops)]",
      "hops[0]",
    ],
  ]),
  ...guardsOf(`${HTTP}/session-cookie.test.ts`, [
    ["W02", "scripts do not read it", COOKIES, "HttpOnly; ", ""],
    ["W02", "TLS only", COOKIES, "Secure; ", ""],
    ["W02", "not with other sites' forms", COOKIES, "SameSite=Lax", "SameSite=None"],
    ["W02", "one encryption", SESSION, '  contentEncryptionAlgorithms: ["A256GCM"],\n', ""],
  ]),
  ...guardsOf(`${HTTP}/security-headers.test.ts`, [
    [
      "W01",
      "nothing inline",
      HEADERS,
      "`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${",
      "`script-src 'self' 'unsafe-inline' 'nonce-${nonce}'${",
    ],
    ["W04", "in no frame", HEADERS, "    \"frame-ancestors 'none'\",\n", ""],
  ]),
  ...guardsOf(`${HTTP}/html-page.test.ts`, [
    [
      "W10",
      "every value is escaped",
      `${HTTP}/html-page.ts`,
      'if (typeof part === "string") return escapeHtml(part);',
      'if (typeof part === "string") return part;',
    ],
  ]),
  ...guardsOf(`${HTTP}/metrics.test.ts`, [
    ["W21", "the token of the metrics", METRICS, "return timingSafeEqual(", "return !timingSafeEqual("],
    ["W19", "nobody from elsewhere", METRICS, 'LOOPBACK.test(headers.get("x-forwarded-for") ?? "") && ', ""],
  ]),
  ...guardsOf(`${HTTP}/audit-export.test.ts`, [
    ["W11", "no formula", `${HTTP}/audit-export.ts`, "? `'${text}`", "? text"],
    ["W11", "no end of a cell", `${HTTP}/audit-export.ts`, "safe.replaceAll('\"', '\"\"')", "safe"],
  ]),
  ...guardsOf("lib/flows/admin/last-way-in.test.ts", [
    [
      "W23",
      "another way in",
      "lib/flows/admin/connections.ts",
      "if (!enabled.some((slug) => slug !== current.slug)) throw",
      "if (false) throw",
    ],
  ]),
  ...guardsOf("lib/flows/sign-in/safe-return-to.test.ts", [
    ["S50", "a path", RETURN, '!returnTo?.startsWith("/") || ', "returnTo === undefined || "],
    ["S50", "80 lines of nothing", RETURN, "returnTo.length > MAX_LENGTH || ", ""],
    ["S50", "no character that browsers drop", RETURN, " || SUSPICIOUS.test(returnTo)", ""],
    ["S50", "once more decoded", RETURN, "decodesToSuspicious(url.pathname) || ", ""],
    ["S50", "a page", RETURN, " || NOT_A_DESTINATION.test(url.pathname)", ""],
  ]),
  ...guardsOf("lib/outbound/fetch-document.test.ts", [
    ["W09", "https", OUT, 'if (url.protocol !== "https:" && !(isLoopback && url.protocol === "http:"))'],
    ["W09", "no user name", OUT, "if (url.username || url.password)"],
    [
      "W09",
      "an address in the address",
      OUT,
      "if (isIP(literal) && !mayReach(url.hostname, literal, rules))",
    ],
    ["W09", "an answer that ends", OUT, "if (bytes > maxBytes)"],
  ]),
  ...guardsOf("lib/outbound/guard-connection.test.ts", [
    [
      "W09",
      "every address of a name",
      OUT,
      "if (!found.every(({ address }) => mayReach(hostname, address, rules)))",
    ],
  ]),
] as const;
