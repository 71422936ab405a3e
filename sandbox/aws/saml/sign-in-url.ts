import type { Assumptions } from "../assumptions";
import type { Partition } from "../partitions";
import type { SamlProvider } from "../store/account";

/**
 * Whether a URL is one of AWS's SAML sign-in endpoints: the partition's, a Region's, or this provider's own
 * (`…/saml/acs/SAMLSP…`), which is the only one where encryption is required. Compared exactly: case, a slash at the end, a query all make it another address.
 */
export function isSigninUrl(
  url: string,
  partition: Partition,
  provider: Pick<SamlProvider, "acsId" | "encryptionMode">,
  assumptions: Assumptions,
): boolean {
  const hosts = ["", ...partition.regions.map((region) => `${region}.`)].map(
    (region) => `https://${region}signin.${partition.signinDomain}`,
  );
  const own = `/saml/acs/${provider.acsId}`;
  // Only the provider's own address says whose keys are to open an assertion.
  const paths = provider.encryptionMode === "Required" ? [own] : ["/saml", own];
  if (assumptions.acceptStaticSamlRecipient) paths.push("/static/saml");
  return hosts.some((host) => paths.some((path) => url === host + path));
}
