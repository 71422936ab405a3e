/** Headers that `before-next.ts` sets on every request, over whatever the client sent. */

/** Joins pages, answers, log lines and audit events of one request. */
export const REFERENCE_HEADER = "x-rolebridge-reference";

/** Path and query the browser asked for; pages have no other way to know. */
export const PATH_HEADER = "x-rolebridge-path";

/** The nonce of the page's policy; pages have no other way to know. */
export const NONCE_HEADER = "x-nonce";

/** The request target as it came over the network, under `/saml/`: Next writes queries anew. */
export const TARGET_HEADER = "x-rolebridge-target";
