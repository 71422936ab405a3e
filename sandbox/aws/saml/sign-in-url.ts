import type { Assumptions } from "../assumptions";
import type { Partition } from "../partitions";

/**
 * Whether a URL is one of AWS's SAML sign-in endpoints: the partition's, a Region's, or this provider's own
 * (`…/saml/acs/SAMLSP…`). Compared exactly: case, a slash at the end, a query all make it another address.
 */
export function isSigninUrl(
  url: string,
  partition: Partition,
  providerAcsId: string,
  assumptions: Assumptions,
): boolean {
  const hosts = ["", ...partition.regions.map((region) => `${region}.`)].map(
    (region) => `https://${region}signin.${partition.signinDomain}`,
  );
  const paths = ["/saml", `/saml/acs/${providerAcsId}`];
  if (assumptions.acceptStaticSamlRecipient) paths.push("/static/saml");
  return hosts.some((host) => paths.some((path) => url === host + path));
}
