/**
 * Regions and host names of AWS's partitions, as published in the SDKs' partition and endpoint rules.
 * Addresses in assertions and policies are always these real ones, although this AWS listens on loopback.
 */
export type PartitionName = "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc";

export interface Partition {
  readonly name: PartitionName;
  readonly regions: readonly string[];
  /** Regions an account must switch on before its roles can be used there. */
  readonly optInRegions: readonly string[];
  /** Domain under which `signin.` and `<region>.signin.` live. */
  readonly signinDomain: string;
  readonly consoleDomain: string;
  /** Region that IAM, a global service, signs for. */
  readonly iamRegion: string;
  /** entityID of AWS as a SAML service provider. */
  readonly samlEntityId: string;
}

const AWS_OPT_IN = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
];

const AWS_DEFAULT_ON = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
];

export const PARTITIONS: Readonly<Record<PartitionName, Partition>> = {
  aws: {
    name: "aws",
    regions: [...AWS_DEFAULT_ON, ...AWS_OPT_IN],
    optInRegions: AWS_OPT_IN,
    signinDomain: "aws.amazon.com",
    consoleDomain: "console.aws.amazon.com",
    iamRegion: "us-east-1",
    samlEntityId: "urn:amazon:webservices",
  },
  "aws-cn": {
    name: "aws-cn",
    regions: ["cn-north-1", "cn-northwest-1"],
    optInRegions: [],
    signinDomain: "amazonaws.cn",
    consoleDomain: "console.amazonaws.cn",
    iamRegion: "cn-north-1",
    samlEntityId: "urn:amazon:webservices:cn-north-1",
  },
  "aws-us-gov": {
    name: "aws-us-gov",
    regions: ["us-gov-east-1", "us-gov-west-1"],
    optInRegions: [],
    signinDomain: "amazonaws-us-gov.com",
    consoleDomain: "console.amazonaws-us-gov.com",
    iamRegion: "us-gov-west-1",
    samlEntityId: "urn:amazon:webservices:govcloud",
  },
  "aws-eusc": {
    name: "aws-eusc",
    regions: ["eusc-de-east-1"],
    optInRegions: [],
    signinDomain: "amazonaws-eusc.eu",
    consoleDomain: "console.amazonaws-eusc.eu",
    iamRegion: "eusc-de-east-1",
    samlEntityId: "urn:amazon:webservices:eusc",
  },
};

/** Whether any partition has a Region of this name. */
export function isRegion(name: string): boolean {
  return Object.values(PARTITIONS).some((partition) => partition.regions.includes(name));
}

/** Whether it is the one that some partition's IAM signs for. */
export function isIamRegion(name: string): boolean {
  return Object.values(PARTITIONS).some((partition) => partition.iamRegion === name);
}

/**
 * The Region a request was addressed to, when its Host header is an AWS one (`sts.eu-west-1.amazonaws.com`).
 * On loopback there is none, and the caller decides.
 */
export function regionOfHost(host: string | undefined): string | undefined {
  const match =
    /^(?:sts|iam|sts-fips)\.(?:([a-z0-9-]+)\.)?(?:amazonaws\.com(?:\.cn)?|api\.aws|amazonaws\.eu)(?::\d+)?$/.exec(
      host ?? "",
    );
  if (match === null) return undefined;
  return match[1] ?? "us-east-1";
}
