/**
 * What differs between AWS's partitions. This room knows AWS: names, addresses, rules, its STS and
 * sign-in endpoints; it knows nothing of people, grants or how a proof is made.
 *
 * Sources: the endpoint rules of the published service models, General Reference (sign-in service),
 * and for audiences of GovCloud and China what AWS's own SP metadata is seen to say.
 */
import { AppError } from "../errors/app-error";
import type { Partition } from "./partition";

/** Where people sign in and work with a browser. */
export interface ConsoleFacts {
  /** Host of the federation endpoint and of `/saml`. */
  readonly signInHost: string;
  /** The console lives here and on every subdomain. */
  readonly consoleDomain: string;
}

export interface PartitionFacts {
  readonly partition: Partition;
  readonly dnsSuffix: string;
  readonly dualStackDnsSuffix: string;
  readonly regionPattern: RegExp;
  readonly defaultRegion: string;
  /** Regions whose STS has a FIPS endpoint, and its host's first word; absent: none has. */
  readonly fips?: { readonly regions: RegExp; readonly host: "sts" | "sts-fips" };
  /** Absent: not known to anybody outside. */
  readonly console?: ConsoleFacts;
  /** entityID of AWS as a SAML service provider. */
  readonly samlAudience: string;
}

// The endpoint rules have a FIPS host for every region of every partition. AWS lists FIPS endpoints for the
// United States, Canada and GovCloud; a host that does not exist would look like an outage.
const FIPS_COMMERCIAL = { regions: /^(?:us|ca)-/, host: "sts-fips" } as const;
const FIPS_EVERYWHERE = { regions: /^/, host: "sts-fips" } as const;

export const PARTITIONS: Readonly<Record<Partition, PartitionFacts>> = {
  aws: {
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    dualStackDnsSuffix: "api.aws",
    regionPattern: /^(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d{1,2}$/,
    defaultRegion: "us-east-1",
    fips: FIPS_COMMERCIAL,
    console: { signInHost: "signin.aws.amazon.com", consoleDomain: "console.aws.amazon.com" },
    samlAudience: "urn:amazon:webservices",
  },
  "aws-cn": {
    partition: "aws-cn",
    dnsSuffix: "amazonaws.com.cn",
    dualStackDnsSuffix: "api.amazonwebservices.com.cn",
    regionPattern: /^cn-[a-z]+-\d{1,2}$/,
    defaultRegion: "cn-north-1",
    console: { signInHost: "signin.amazonaws.cn", consoleDomain: "console.amazonaws.cn" },
    samlAudience: "urn:amazon:webservices:cn-north-1",
  },
  "aws-us-gov": {
    partition: "aws-us-gov",
    dnsSuffix: "amazonaws.com",
    dualStackDnsSuffix: "api.aws",
    regionPattern: /^us-gov-[a-z]+-\d{1,2}$/,
    defaultRegion: "us-gov-west-1",
    // Here the ordinary endpoints are the FIPS ones.
    fips: { regions: /^/, host: "sts" },
    console: {
      signInHost: "signin.amazonaws-us-gov.com",
      consoleDomain: "console.amazonaws-us-gov.com",
    },
    samlAudience: "urn:amazon:webservices:govcloud",
  },
  "aws-eusc": {
    partition: "aws-eusc",
    dnsSuffix: "amazonaws.eu",
    dualStackDnsSuffix: "api.amazonwebservices.eu",
    regionPattern: /^eusc-de-[a-z]+-\d{1,2}$/,
    defaultRegion: "eusc-de-east-1",
    console: {
      signInHost: "eusc-de-east-1.signin.amazonaws-eusc.eu",
      consoleDomain: "console.amazonaws-eusc.eu",
    },
    // Not published anywhere we could read; AWS's generic entityID until somebody has seen another.
    samlAudience: "urn:amazon:webservices",
  },
  "aws-iso": isolated("aws-iso", "c2s.ic.gov", "api.aws.ic.gov", /^us-iso-[a-z]+-\d{1,2}$/, "us-iso-east-1"),
  "aws-iso-b": isolated(
    "aws-iso-b",
    "sc2s.sgov.gov",
    "api.aws.scloud",
    /^us-isob-[a-z]+-\d{1,2}$/,
    "us-isob-east-1",
  ),
  "aws-iso-e": isolated(
    "aws-iso-e",
    "cloud.adc-e.uk",
    "api.cloud-aws.adc-e.uk",
    /^eu-isoe-[a-z]+-\d{1,2}$/,
    "eu-isoe-west-1",
  ),
  "aws-iso-f": isolated(
    "aws-iso-f",
    "csp.hci.ic.gov",
    "api.aws.hci.ic.gov",
    /^us-isof-[a-z]+-\d{1,2}$/,
    "us-isof-south-1",
  ),
};

/** What the service models tell of a partition whose sign-in pages nobody describes. */
function isolated(
  partition: Partition,
  dnsSuffix: string,
  dualStackDnsSuffix: string,
  regionPattern: RegExp,
  defaultRegion: string,
): PartitionFacts {
  return {
    partition,
    dnsSuffix,
    dualStackDnsSuffix,
    regionPattern,
    defaultRegion,
    fips: FIPS_EVERYWHERE,
    samlAudience: "urn:amazon:webservices",
  };
}

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
 *
 * @throws AppError `issuance.assertion_invalid` for a partition whose address is not known
 */
export function samlRecipient(partition: Partition): string {
  const { console } = PARTITIONS[partition];
  if (console !== undefined) return `https://${console.signInHost}/saml`;
  throw new AppError("issuance.assertion_invalid", {
    reason: "recipient_unknown",
    detail: `The address that AWS takes assertions at is not known for the partition ${partition}. Enter it as the recipient of this target; it stands in the metadata of AWS's own service provider there.`,
  });
}

/** @throws AppError `issuance.console_unavailable` */
export function requireConsole(partition: Partition): ConsoleFacts {
  const { console } = PARTITIONS[partition];
  if (console !== undefined) return console;
  throw new AppError("issuance.console_unavailable", {
    reason: "partition_without_console",
    detail: `No console is known in the partition ${partition}. Take credentials instead.`,
  });
}

export interface EndpointWish {
  readonly useFips: boolean;
  readonly useDualStack: boolean;
  /** Instead of the partition's endpoints; `{region}` in it stands for the region. */
  readonly endpointUrl?: string;
}

/** Why there is no such endpoint of STS, as a sentence; undefined when there is one. */
export function stsEndpointFault(
  partition: Partition,
  region: string,
  { useFips, useDualStack, endpointUrl }: EndpointWish,
): string | undefined {
  if (endpointUrl !== undefined && (useFips || useDualStack)) {
    const option = useFips ? "FIPS" : "dual-stack";
    return `An endpoint of your own is asked as it stands, so ${option} has no effect beside it. Enter the address that has it.`;
  }
  if (!useFips || PARTITIONS[partition].fips?.regions.test(region)) return undefined;
  return `STS has no FIPS endpoint in region ${region}. Switch FIPS off for this account, or choose a region in the United States or Canada.`;
}

/**
 * Where STS is asked in a region, as the endpoint rules of its service model say.
 *
 * @throws AppError `issuance.region_invalid`, `issuance.endpoint_invalid`
 */
export function stsEndpoint(partition: Partition, region: string, wish: EndpointWish): string {
  const safeRegion = requireRegionOf(partition, region);
  const fault = stsEndpointFault(partition, safeRegion, wish);
  if (fault !== undefined) throw new AppError("issuance.endpoint_invalid", { detail: fault });
  if (wish.endpointUrl !== undefined) return endpointFor(wish.endpointUrl, safeRegion);
  const { dnsSuffix, dualStackDnsSuffix, fips } = PARTITIONS[partition];
  // With both, the rules of GovCloud too say sts-fips.
  const fipsHost = wish.useDualStack ? "sts-fips" : (fips?.host ?? "sts-fips");
  const host = wish.useFips ? fipsHost : "sts";
  return `https://${host}.${safeRegion}.${wish.useDualStack ? dualStackDnsSuffix : dnsSuffix}`;
}

/** @param endpointUrl with or without `{region}` */
export function endpointFor(endpointUrl: string, region: string): string {
  return endpointUrl.replaceAll("{region}", region);
}
