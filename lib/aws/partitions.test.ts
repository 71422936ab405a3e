import { describe, expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import { parseRoleArn } from "./arn";
import { consoleDestination, samlFormOrigins } from "./console";
import { PARTITION_NAMES } from "./partition";
import { PARTITIONS, samlRecipient, stsEndpoint } from "./partitions";
import { requireSamlRecipient } from "./saml-recipient";

const PLAIN = { useFips: false, useDualStack: false };
const FIPS = { useFips: true, useDualStack: false };
const DUAL = { useFips: false, useDualStack: true };
const BOTH = { useFips: true, useDualStack: true };
const codeOf = (work: () => unknown): { code: string; detail: string | undefined } => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, detail: error.detail };
  }
  throw new Error("was not refused");
};

describe("the endpoint of STS", () => {
  test.each([
    ["aws", "ap-southeast-7", PLAIN, "https://sts.ap-southeast-7.amazonaws.com"],
    ["aws", "us-east-1", FIPS, "https://sts-fips.us-east-1.amazonaws.com"],
    ["aws", "eu-west-1", DUAL, "https://sts.eu-west-1.api.aws"],
    ["aws", "us-west-2", BOTH, "https://sts-fips.us-west-2.api.aws"],
    ["aws-cn", "cn-northwest-1", PLAIN, "https://sts.cn-northwest-1.amazonaws.com.cn"],
    ["aws-cn", "cn-north-1", DUAL, "https://sts.cn-north-1.api.amazonwebservices.com.cn"],
    ["aws-us-gov", "us-gov-east-1", PLAIN, "https://sts.us-gov-east-1.amazonaws.com"],
    ["aws-us-gov", "us-gov-east-1", FIPS, "https://sts.us-gov-east-1.amazonaws.com"],
    ["aws-us-gov", "us-gov-west-1", BOTH, "https://sts-fips.us-gov-west-1.api.aws"],
    ["aws-eusc", "eusc-de-east-1", PLAIN, "https://sts.eusc-de-east-1.amazonaws.eu"],
    ["aws-eusc", "eusc-de-east-1", DUAL, "https://sts.eusc-de-east-1.api.amazonwebservices.eu"],
    ["aws-iso", "us-iso-east-1", PLAIN, "https://sts.us-iso-east-1.c2s.ic.gov"],
    ["aws-iso-b", "us-isob-east-1", PLAIN, "https://sts.us-isob-east-1.sc2s.sgov.gov"],
    ["aws-iso-e", "eu-isoe-west-1", PLAIN, "https://sts.eu-isoe-west-1.cloud.adc-e.uk"],
    ["aws-iso-f", "us-isof-south-1", PLAIN, "https://sts.us-isof-south-1.csp.hci.ic.gov"],
  ] as const)("of %s in %s with %j is %s", (partition, region, wish, endpoint) => {
    expect(stsEndpoint(partition, region, wish)).toBe(endpoint);
  });

  test.each([
    ["FIPS in Europe", "aws", "eu-west-1", FIPS, /no FIPS endpoint in region eu-west-1/],
    ["FIPS in China", "aws-cn", "cn-north-1", FIPS, /no FIPS endpoint/],
    ["both in Europe's own partition", "aws-eusc", "eusc-de-east-1", BOTH, /no FIPS endpoint/],
    [
      "FIPS of an address of one's own",
      "aws",
      "us-east-1",
      { ...FIPS, endpointUrl: "https://x" },
      /so FIPS has no effect/,
    ],
    [
      "dual-stack of one",
      "aws",
      "us-east-1",
      { ...DUAL, endpointUrl: "https://x" },
      /so dual-stack has no effect/,
    ],
  ] as const)("is refused where there is none: %s", (_, partition, region, wish, detail) => {
    const refusal = codeOf(() => stsEndpoint(partition, region, wish));
    expect(refusal).toEqual({ code: "issuance.endpoint_invalid", detail: expect.stringMatching(detail) });
  });

  test.each(["cn-north-1", "us-iso-east-1", "eu-west-1.evil.example/", ""])(
    "is refused for %j, which is no region of the partition",
    (region) => {
      expect(codeOf(() => stsEndpoint("aws", region, PLAIN)).code).toBe("issuance.region_invalid");
    },
  );

  test("is an address of one's own where an account has one", () => {
    const wish = { ...PLAIN, endpointUrl: "https://sts.store.example" };
    expect(stsEndpoint("aws", "us-east-1", wish)).toBe("https://sts.store.example");
    const regional = { ...PLAIN, endpointUrl: "https://sts.{region}.store.example" };
    expect(stsEndpoint("aws", "us-east-1", regional)).toBe("https://sts.us-east-1.store.example");
  });
});

describe("a partition", () => {
  test("each default region is one of its partition's and of no other's", () => {
    for (const facts of Object.values(PARTITIONS)) {
      const fits = Object.values(PARTITIONS).filter((other) => other.regionPattern.test(facts.defaultRegion));
      expect(fits).toEqual([facts]);
    }
  });

  test.each(PARTITION_NAMES)("%s is one that roles can be in", (partition) => {
    expect(parseRoleArn(`arn:${partition}:iam::418273650912:role/R`)).toMatchObject({ partition });
  });

  test("that is isolated has no console, and its recipient has to be entered", () => {
    const place = { partition: "aws-iso", region: "us-iso-east-1" } as const;
    expect(codeOf(() => consoleDestination(place, undefined)).code).toBe("issuance.console_unavailable");
    expect(codeOf(() => samlRecipient("aws-iso")).detail).toMatch(/Enter it as the recipient/);
    const recipient = "https://signin.home.ic.gov/saml";
    expect(requireSamlRecipient("aws-iso", recipient)).toBe(recipient);
    expect(
      codeOf(() => requireSamlRecipient("aws-iso", "https://signin.ic.gov.evil.example/saml")).code,
    ).toBe("aws.arn_invalid");
    expect(samlFormOrigins({}).join()).not.toMatch(/undefined/);
  });
});
