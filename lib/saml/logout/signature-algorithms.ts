export const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/** What a detached signature may be made with; the same as in messages. SHA-1 is not (S24, S65). */
export const DETACHED_ALGORITHMS: ReadonlyMap<string, string> = new Map([
  [RSA_SHA256, "sha256"],
  ["http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "sha512"],
]);
