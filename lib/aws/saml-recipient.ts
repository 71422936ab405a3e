import { AppError } from "../errors/app-error";
import type { Partition } from "./partition";
import { isRegionOf, PARTITIONS } from "./partitions";

/** `…/saml`, and the assertion consumer of one provider, required where it wants encrypted assertions. */
const PATH = /^\/saml(?:\/acs\/SAMLSP[A-Za-z0-9]{1,64})?$/;

/**
 * An assertion consumer of AWS in this partition (User Guide: create SAML assertions). Anywhere else an
 * assertion would be a present to whoever waits there.
 * @throws AppError `aws.arn_invalid`; its `detail` is a sentence fit for the field
 */
export function requireSamlRecipient(partition: Partition, text: string): string {
  if (isSamlRecipient(partition, text)) return text;
  throw new AppError("aws.arn_invalid", {
    reason: "recipient",
    detail: `must be a sign-in address of AWS, like https://${exampleHost(partition)}/saml/acs/SAMLSP…`,
  });
}

/** Whether this is an assertion consumer of AWS in this partition, to the letter. */
export function isSamlRecipient(partition: Partition, text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && url.origin + url.pathname === text && url.protocol === "https:";
  return isPlain && PATH.test(url.pathname) && isSignInHost(partition, url.host);
}

function isSignInHost(partition: Partition, host: string): boolean {
  const { console, dnsSuffix } = PARTITIONS[partition];
  // Where the hosts are not known, at least the owner of the domain is.
  if (console === undefined) return host.endsWith(`.${parentOf(dnsSuffix)}`);
  const { signInHost } = console;
  if (host === signInHost) return true;
  const [region = "", ...rest] = host.split(".");
  const [first = "", ...others] = signInHost.split(".");
  // aws-eusc has no address without a region.
  const domain = isRegionOf(partition, first) ? others : [first, ...others];
  return isRegionOf(partition, region) && rest.join(".") === domain.join(".");
}

function exampleHost(partition: Partition): string {
  const { console, dnsSuffix } = PARTITIONS[partition];
  return console?.signInHost ?? `….${parentOf(dnsSuffix)}`;
}

function parentOf(domain: string): string {
  return domain.slice(domain.indexOf(".") + 1);
}
