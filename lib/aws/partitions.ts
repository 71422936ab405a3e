/**
 * What differs between AWS's partitions. This room knows AWS: names, addresses, rules, its STS and
 * sign-in endpoints; it knows nothing of people, grants or how a proof is made.
 *
 * Sources: the endpoint rules of the published service models, General Reference (sign-in service),
 * and for audiences of GovCloud and China what AWS's own SP metadata is seen to say.
 */
import { AppError } from "../errors/app-error";
import type { Partition } from "./partition";

export interface PartitionFacts {
  readonly partition: Partition;
  readonly dnsSuffix: string;
  readonly regionPattern: RegExp;
  readonly defaultRegion: string;
  /** Host of the federation endpoint and of `/saml`. */
  readonly signInHost: string;
  /** The console lives here and on every subdomain. */
  readonly consoleDomain: string;
  /** entityID of AWS as a SAML service provider. */
  readonly samlAudience: string;
}

export const PARTITIONS: Readonly<Record<Partition, PartitionFacts>> = {
  aws: {
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    regionPattern: /^(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d{1,2}$/,
    defaultRegion: "us-east-1",
    signInHost: "signin.aws.amazon.com",
    consoleDomain: "console.aws.amazon.com",
    samlAudience: "urn:amazon:webservices",
  },
  "aws-cn": {
    partition: "aws-cn",
    dnsSuffix: "amazonaws.com.cn",
    regionPattern: /^cn-[a-z]+-\d{1,2}$/,
    defaultRegion: "cn-north-1",
    signInHost: "signin.amazonaws.cn",
    consoleDomain: "console.amazonaws.cn",
    samlAudience: "urn:amazon:webservices:cn-north-1",
  },
  "aws-us-gov": {
    partition: "aws-us-gov",
    dnsSuffix: "amazonaws.com",
    regionPattern: /^us-gov-[a-z]+-\d{1,2}$/,
    defaultRegion: "us-gov-west-1",
    signInHost: "signin.amazonaws-us-gov.com",
    consoleDomain: "console.amazonaws-us-gov.com",
    samlAudience: "urn:amazon:webservices:govcloud",
  },
  "aws-eusc": {
    partition: "aws-eusc",
    dnsSuffix: "amazonaws.eu",
    regionPattern: /^eusc-de-[a-z]+-\d{1,2}$/,
    defaultRegion: "eusc-de-east-1",
    signInHost: "eusc-de-east-1.signin.amazonaws-eusc.eu",
    consoleDomain: "console.amazonaws-eusc.eu",
    // Not published anywhere we could read; AWS's generic entityID until somebody has seen another.
    samlAudience: "urn:amazon:webservices",
  },
};

/** Whether a region may be one of this partition; it then also is safe inside a host name. */
export function isRegionOf(partition: Partition, region: string): boolean {
  return PARTITIONS[partition].regionPattern.test(region);
}

/** @throws AppError `issuance.region_invalid` */
export function requireRegionOf(partition: Partition, region: string): string {
  if (isRegionOf(partition, region)) return region;
  throw new AppError("issuance.region_invalid", {
    detail: `“${region.slice(0, 40)}” is not a region of the partition ${partition}; an example is ${PARTITIONS[partition].defaultRegion}.`,
  });
}

/**
 * AWS's assertion consumer, as Destination and Recipient of what we sign. Always the partition's own
 * address: it is what `saml:aud` of a trust policy compares with, wherever the browser is sent.
 */
export function samlRecipient(partition: Partition): string {
  return `https://${PARTITIONS[partition].signInHost}/saml`;
}

/** The regional STS endpoint. @throws AppError `issuance.region_invalid` */
export function stsEndpoint(partition: Partition, region: string): string {
  return `https://sts.${requireRegionOf(partition, region)}.${PARTITIONS[partition].dnsSuffix}`;
}
