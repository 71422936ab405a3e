import { describe, expect, test } from "vitest";
import { ADA, entitlement } from "./fixtures/entitlement";
import type { SessionPlan } from "./plan";
import { type PlanInput, planSession } from "./plan-session";

function plan(change: Parameters<typeof entitlement>[0] = {}, more: Partial<PlanInput> = {}): SessionPlan {
  return planSession({
    entitlement: entitlement(change),
    person: { identity: ADA, sessionName: "ada@meridian.example" },
    wish: {},
    use: "credentials",
    tagPolicy: { sessionTags: [] },
    settings: { samlProviderName: "Rolebridge", issuer: "https://rolebridge.example.com" },
    ...more,
  });
}
const code = (name: string, detail: RegExp = /./): unknown =>
  expect.objectContaining({ code: name, detail: expect.stringMatching(detail) });

describe("a plan", () => {
  test("says everything that will be asked of STS", () => {
    expect(
      plan({ target: { sourceIdentity: true, sessionTags: [{ key: "team", attribute: "department" }] } }),
    ).toEqual({
      kind: "saml",
      targetId: "0199a1b2-0000-7000-8000-000000000001",
      accountId: "418273650912",
      accountName: "Meridian Production",
      partition: "aws",
      region: "eu-west-1",
      sts: { partition: "aws", regions: ["eu-west-1"], useFips: false, useDualStack: false },
      recipient: "https://signin.aws.amazon.com/saml",
      roleArn: "arn:aws:iam::418273650912:role/ops/Administrator",
      providerArn: "arn:aws:iam::418273650912:saml-provider/Rolebridge",
      durationSeconds: 3600,
      durationDecidedBy: "default",
      sessionName: "ada@meridian.example",
      sourceIdentity: "ada@meridian.example",
      tags: [{ key: "team", value: "Logistics" }],
      transitiveTagKeys: [],
      policyArns: [],
    });
  });

  test("takes the target's own provider when it names one", () => {
    const providerArn = "arn:aws:iam::418273650912:saml-provider/Bridge2";
    expect(plan({ target: { providerArn } })).toMatchObject({ providerArn });
  });

  test("goes to the wished region of the partition and to no other", () => {
    expect(plan({}, { wish: { region: "us-east-1" } }).region).toBe("us-east-1");
    expect(() => plan({}, { wish: { region: "cn-north-1" } })).toThrow(code("issuance.region_invalid"));
    expect(() => plan({}, { wish: { region: "us-east-1.evil.example" } })).toThrow(
      code("issuance.region_invalid"),
    );
  });

  test("A01 refuses a role that is not in the entitlement's account", () => {
    expect(() => plan({ account: { accountId: "730915284466" } })).toThrow(code("aws.arn_invalid"));
    expect(() => plan({ account: { partition: "aws-cn", region: "cn-north-1" } })).toThrow(
      code("aws.arn_invalid"),
    );
  });
});

describe("A05 the duration", () => {
  test.each([
    ["an hour by default", {}, undefined, "credentials", 3600, "default"],
    [
      "less where the role allows less",
      { target: { maxDurationSeconds: 1800 } },
      undefined,
      "credentials",
      1800,
      "target",
    ],
    ["less where the grant allows less", { maxDurationSeconds: 900 }, undefined, "credentials", 900, "grant"],
    ["what was wished", {}, 14_400, "credentials", 14_400, "wish"],
    ["the least AWS gives, when wished", {}, 900, "credentials", 900, "wish"],
    ["what was wished, when that is just the limit", {}, 14_400, "console", 14_400, "wish"],
    ["the target's limit for a wish beyond it", {}, 14_401, "credentials", 14_400, "target"],
    ["the grant's for one beyond that", { maxDurationSeconds: 3600 }, 7200, "credentials", 3600, "grant"],
    [
      "the role's own, where it is known",
      { target: { roleMaxDurationSeconds: 7200 } },
      43_200,
      "credentials",
      7200,
      "role",
    ],
    [
      "the role's for the console, too",
      { target: { roleMaxDurationSeconds: 7200 } },
      undefined,
      "console",
      7200,
      "role",
    ],
    ["all that the role allows for the console", {}, undefined, "console", 14_400, "target"],
    [
      "all that the grant allows for the console",
      { maxDurationSeconds: 7200 },
      undefined,
      "console",
      7200,
      "grant",
    ],
    [
      "no more than the kind allows",
      { target: { maxDurationSeconds: 90_000 } },
      undefined,
      "console",
      43_200,
      "kind",
    ],
  ] as const)("is %s", (_, change, durationSeconds, use, seconds, decidedBy) => {
    const wish = durationSeconds === undefined ? {} : { durationSeconds };
    expect(plan(change, { wish, use })).toMatchObject({
      durationSeconds: seconds,
      durationDecidedBy: decidedBy,
    });
  });

  test.each([
    ["less than AWS gives", {}, 899, /899 seconds.+900/],
    ["a fraction", {}, 1000.5, /whole seconds/],
    ["not a number", {}, Number.NaN, /NaN/],
  ])("refuses %s, with the numbers", (_, change, durationSeconds, detail) => {
    expect(() => plan(change, { wish: { durationSeconds } })).toThrow(
      code("issuance.duration_invalid", detail),
    );
  });

  test("refuses a limit under what AWS gives, and says who can change it", () => {
    expect(() => plan({ maxDurationSeconds: 600 })).toThrow(
      code("issuance.duration_invalid", /600 seconds by the grant.+900.+administrator/),
    );
  });
});

describe("A04 session tags", () => {
  test("come from fixed values and from attributes", () => {
    const sessionTags = [
      { key: "cost", value: "4711" },
      { key: "dept", attribute: "department" },
      { key: "p", attribute: "__proto__" },
    ];
    expect(plan({ target: { sessionTags, transitiveTagKeys: ["dept"] } })).toMatchObject({
      tags: [
        { key: "cost", value: "4711" },
        { key: "dept", value: "Logistics" },
        { key: "p", value: "polluted" },
      ],
      transitiveTagKeys: ["dept"],
    });
  });

  test.each([
    ["an attribute that is missing", "location", /tag t .+attribute location.+did not send/],
    ["an attribute without values", "empty", /did not send/],
    ["an attribute with several values", "groups", /tag t .+attribute groups.+2 values/],
    ["an attribute that came twice", "twice", /2 values/],
    ["an attribute of the prototype", "constructor", /did not send/],
    ["a value that AWS would not take", "hostile", /value of tag t/],
  ])("refuse %s, and name it", (_, attribute, detail) => {
    expect(() => plan({ target: { sessionTags: [{ key: "t", attribute }] } })).toThrow(
      code("issuance.tag_invalid", detail),
    );
  });

  test("name the attribute whose value AWS would not take", () => {
    const sessionTags = [{ key: "t", attribute: "hostile" }];
    expect(() => plan({ target: { sessionTags } })).toThrow(
      code("issuance.tag_invalid", /value of tag t.+from the attribute hostile/),
    );
  });

  describe("of the connection", () => {
    const tagPolicy = {
      sessionTags: [
        { key: "Department", attribute: "department" },
        { key: "company", value: "meridian" },
      ],
    };

    test("come with the target's own, which win whatever the case of the key", () => {
      const sessionTags = [{ key: "department", value: "fixed" }];
      expect(plan({ target: { useConnectionTags: true, sessionTags } }, { tagPolicy }).tags).toEqual([
        { key: "company", value: "meridian" },
        { key: "department", value: "fixed" },
      ]);
    });

    test("stay away from targets that do not take them", () => {
      expect(plan({}, { tagPolicy }).tags).toEqual([]);
    });

    test("are refused together when they are more than AWS takes", () => {
      const many = Array.from({ length: 49 }, (_, index) => ({ key: `k${index}`, value: "v" }));
      const target = { useConnectionTags: true, sessionTags: many };
      expect(() => plan({ target }, { tagPolicy })).toThrow(code("issuance.tag_invalid", /51 tags.+50/));
    });

    test("come from no attribute that may not become a tag; those of the target neither", () => {
      const strict = { ...tagPolicy, tagAttributes: ["team"] };
      const target = { useConnectionTags: true };
      const refused = code(
        "issuance.tag_invalid",
        /tag Department.+attribute department.+connection meridian-saml/,
      );
      expect(() => plan({ target }, { tagPolicy: strict })).toThrow(refused);
      const own = { sessionTags: [{ key: "Department", attribute: "department" }] };
      expect(() => plan({ target: own }, { tagPolicy: strict })).toThrow(refused);
      const trusted = { ...strict, tagAttributes: ["department"] };
      expect(plan({ target: own }, { tagPolicy: trusted }).tags).toEqual([
        { key: "Department", value: "Logistics" },
      ]);
    });
  });

  test("refuse transitive keys that are no tags", () => {
    expect(() => plan({ target: { transitiveTagKeys: ["x"] } })).toThrow(code("issuance.tag_invalid"));
  });

  test("A06 refuses session policies that AWS would not take, before it is asked", () => {
    const policyArns = Array.from({ length: 10 }, (_, n) => `arn:aws:iam::aws:policy/${"p".repeat(200)}${n}`);
    expect(() => plan({ target: { policyArns } })).toThrow(
      code("issuance.policy_invalid", /2250 characters together/),
    );
    expect(() => plan({ target: { sessionPolicy: '{"Sid":"ć"}' } })).toThrow(
      code("issuance.policy_invalid", /U\+0107/),
    );
  });
});
