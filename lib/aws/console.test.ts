import { describe, expect, test } from "vitest";
import { consoleDestination, federationUrl, samlFormOrigins, samlPostUrl } from "./console";
import { samlRecipient } from "./partitions";

const PLACE = { partition: "aws", region: "eu-west-1" } as const;
const LOCAL = { signInUrl: "http://127.0.0.1:4104", consoleUrl: "http://127.0.0.1:4105/" };

describe("A10 the console's destination", () => {
  test.each([
    [undefined, "https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1"],
    ["", "https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1"],
    ["https://console.aws.amazon.com/", "https://console.aws.amazon.com/"],
    ["https://CONSOLE.aws.amazon.com/x", "https://console.aws.amazon.com/x"],
    [
      "https://s3.console.aws.amazon.com/s3/buckets/a?b=c#d",
      "https://s3.console.aws.amazon.com/s3/buckets/a?b=c#d",
    ],
    [
      "https://418273650912-abcd.us-east-1.console.aws.amazon.com/",
      "https://418273650912-abcd.us-east-1.console.aws.amazon.com/",
    ],
    [
      "/ec2/home?region=eu-west-1#Instances:",
      "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#Instances:",
    ],
  ])("takes %s", (given, wanted) => {
    expect(consoleDestination(PLACE, given)).toBe(wanted);
  });

  test.each([
    "http://console.aws.amazon.com/",
    "https://console.aws.amazon.com.evil.example/",
    "https://evilconsole.aws.amazon.com/",
    "https://aws.amazon.com/",
    "https://signin.aws.amazon.com/oauth?redirect_uri=https://evil.example",
    "https://console.aws.amazon.com@evil.example/",
    "https://user:pass@console.aws.amazon.com/",
    "https://console.aws.amazon.com:8443/",
    "https://console.amazonaws.cn/",
    "https://console.aws.amazon.com./",
    "https://evil.example/?https://console.aws.amazon.com/",
    "https://evil.example#.console.aws.amazon.com",
    "https://evil.example\\.console.aws.amazon.com/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "\t//evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://console.aws.amazon.com/",
    "https://",
    "http://127.0.0.1:4105/",
    `https://console.aws.amazon.com/${"x".repeat(2000)}`,
  ])("refuses %j", (destination) => {
    expect(() => consoleDestination(PLACE, destination)).toThrow(
      expect.objectContaining({ code: "issuance.destination_invalid" }),
    );
  });

  test("keeps line ends out of what it returns", () => {
    expect(consoleDestination(PLACE, "/a\r\nSet-Cookie: x")).toBe(
      "https://eu-west-1.console.aws.amazon.com/aSet-Cookie:%20x",
    );
  });

  test("belongs to the account's partition", () => {
    const gov = { partition: "aws-us-gov", region: "us-gov-west-1" } as const;
    expect(consoleDestination(gov, undefined)).toMatch(
      /^https:\/\/us-gov-west-1\.console\.amazonaws-us-gov\.com\//,
    );
    expect(() => consoleDestination(gov, "https://console.aws.amazon.com/")).toThrow();
  });

  test("refuses a region that could change the host", () => {
    expect(() => consoleDestination({ partition: "aws", region: "evil.example/" }, undefined)).toThrow(
      expect.objectContaining({ code: "issuance.region_invalid" }),
    );
  });
});

describe("AWS's hosts", () => {
  test("are the partition's own unless overridden; the recipient never changes", () => {
    expect(samlPostUrl("aws", {})).toBe("https://signin.aws.amazon.com/saml");
    expect(samlPostUrl("aws", LOCAL)).toBe("http://127.0.0.1:4104/saml");
    expect(samlRecipient("aws")).toBe("https://signin.aws.amazon.com/saml");
    expect(federationUrl("aws-cn", {})).toBe("https://signin.amazonaws.cn/federation");
  });

  // A browser holds the redirects of a form to form-action too: AWS leads from its sign-in page to a console.
  test("let a sign-in form go to the sign-in page and on to the console", () => {
    expect(samlFormOrigins({})).toEqual(
      expect.arrayContaining([
        "https://signin.aws.amazon.com",
        "https://*.signin.aws.amazon.com",
        "https://console.aws.amazon.com",
        "https://*.console.aws.amazon.com",
      ]),
    );
    expect(samlFormOrigins(LOCAL)).toEqual(["http://127.0.0.1:4104", "http://127.0.0.1:4105"]);
    expect(samlFormOrigins({ signInUrl: LOCAL.signInUrl })).toEqual(["http://127.0.0.1:4104"]);
  });
});
