/** Headers that we set on every request, over whatever the client sent: `proxy.ts`, and the last one before Next. */

/** Joins pages, answers, log lines and audit events of one request. */
export const REFERENCE_HEADER = "x-rolebridge-reference";

/** Path and query the browser asked for; pages have no other way to know. */
export const PATH_HEADER = "x-rolebridge-path";

/** The request target as it came over the network, under `/saml/`: Next writes queries anew. */
export const TARGET_HEADER = "x-rolebridge-target";
