import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Target } from "../../entitlements/model";
import { OTHER_ACCOUNT_ID, roleArn, SETTINGS, userArn } from "../fixtures/plans";
import { ACCOUNT, assumeRoleTarget, EVERY_KIND, samlTarget, webIdentityTarget } from "../fixtures/targets";
import { accountSetUps, type SetUpInput, type SetUpTexts, setUpAws } from "./set-up-aws";

// Golden files: run with UPDATE_GOLDEN=1 to write them anew, and look at what changed.

const input = (targets: readonly Target[], change: Partial<SetUpInput> = {}): SetUpInput => ({
  account: ACCOUNT,
  targets,
  settings: SETTINGS,
  connections: {
    relayIssuers: { "meridian-saml": "http://www.okta.com/exk1" },
    relayMetadata: { "meridian-saml": '<EntityDescriptor entityID="http://www.okta.com/exk1"/>' },
    tagKeys: ["CostCenter"],
  },
  samlMetadataXml: '<EntityDescriptor entityID="https://rolebridge.example/aws/saml/metadata"/>',
  ...change,
});
const EVERYTHING = input(EVERY_KIND, {
  conditions: { sourceIps: ["203.0.113.0/24", "2001:db8::/32"], notAfter: new Date("2027-01-01T00:00:00Z") },
  permissionPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
});
const FILES: readonly (readonly [keyof SetUpTexts, string])[] = [
  ["terraform", "every-kind.tf"],
  ["cloudFormation", "every-kind.yaml"],
  ["stackSet", "every-kind.stackset.yaml"],
  ["awsCli", "every-kind.sh"],
  ["json", "every-kind.json"],
];

describe("what AWS must hold", () => {
  test.each(FILES)("as %s is exactly its golden file", (format, file) => {
    const path = fileURLToPath(new URL(`./golden/${file}`, import.meta.url));
    const text = setUpAws(EVERYTHING)[0]?.[format];
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, String(text));
    expect(text).toBe(readFileSync(path, "utf8"));
  });

  test("is told for the hub's account too: its role, who may assume it, and what it may assume", () => {
    const [, hub, ...more] = accountSetUps(EVERYTHING);
    expect(more).toEqual([]);
    expect(hub?.accountId).toBe(OTHER_ACCOUNT_ID);
    expect(hub?.resources).toMatchObject([
      {
        type: "role",
        name: "RolebridgeHub",
        trustPolicy: {
          Statement: [
            { Principal: { AWS: roleArn("RolebridgeServer", OTHER_ACCOUNT_ID) }, Action: "sts:AssumeRole" },
          ],
        },
      },
      {
        on: "role",
        identityName: "RolebridgeServer",
        policy: {
          Statement: [{ Action: "sts:AssumeRole", Resource: roleArn("RolebridgeHub", OTHER_ACCOUNT_ID) }],
        },
      },
      {
        on: "role",
        identityName: "RolebridgeHub",
        policy: {
          Statement: [{ Action: ["sts:AssumeRole", "sts:TagSession"], Resource: roleArn("Contractor") }],
        },
      },
    ]);
  });

  test("names a provider once, and a role that two targets open once with both doors", () => {
    const [setUp] = accountSetUps(
      input([
        samlTarget(),
        samlTarget({ name: "Again" }),
        webIdentityTarget({ roleArn: roleArn("Engineer") }),
      ]),
    );
    expect(setUp?.resources.map((resource) => resource.type)).toEqual([
      "saml-provider",
      "oidc-provider",
      "role",
    ]);
    const role = setUp?.resources.find((resource) => resource.type === "role");
    expect(role?.type === "role" && role.trustPolicy.Statement.map(({ Action }) => Action)).toEqual([
      "sts:AssumeRoleWithSAML",
      "sts:AssumeRoleWithWebIdentity",
    ]);
  });

  test("leaves providers out that are there already", () => {
    const [setUp] = accountSetUps(input([samlTarget()], { providersExist: true }));
    expect(setUp?.resources.map(({ type }) => type)).toEqual(["role"]);
  });

  test("gives a role IAM's bounds of a maximum, and what is known of it", () => {
    const maximum = (change: Parameters<typeof samlTarget>[0]) => {
      const role = accountSetUps(input([samlTarget(change)]))[0]?.resources.at(-1);
      return role?.type === "role" ? role.maxSessionDurationSeconds : undefined;
    };
    expect(maximum({ maxDurationSeconds: 900 })).toBe(3600);
    expect(maximum({ maxDurationSeconds: 7200 })).toBe(7200);
    expect(maximum({ maxDurationSeconds: 7200, roleMaxDurationSeconds: 43_200 })).toBe(43_200);
  });

  test("asks for MFA and an external ID where the target shows them", () => {
    const [setUp] = accountSetUps(
      input(
        [
          assumeRoleTarget({
            accessKey: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", userArn: userArn("vendor") },
            externalId: "v-7",
            mfaSerial: "arn:aws:iam::418273650912:mfa/vendor",
          }),
        ],
        { conditions: { mfaMaxAgeSeconds: 3600 } },
      ),
    );
    expect(setUp?.resources).toMatchObject([
      {
        trustPolicy: {
          Statement: [
            {
              Principal: { AWS: userArn("vendor") },
              Condition: {
                StringEquals: { "sts:ExternalId": "v-7" },
                Bool: { "aws:MultiFactorAuthPresent": "true" },
                NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
              },
            },
          ],
        },
      },
      { on: "user", identityName: "vendor" },
    ]);
  });

  test("says that nobody is known to call before it writes a policy for nobody", () => {
    const { ownIdentityArn: _, ...settings } = SETTINGS;
    expect(() => setUpAws(input([assumeRoleTarget()], { settings }))).toThrow(
      expect.objectContaining({ code: "trust.identity_unknown" }),
    );
  });

  test("in a stack set names each account's own provider, and no account of ours", () => {
    const [texts] = setUpAws(input([samlTarget(), webIdentityTarget()]));
    expect(texts?.stackSet).not.toContain(ACCOUNT.accountId);
    expect(texts?.stackSet).toContain(
      `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:saml-provider/Rolebridge`,
    );
    expect(texts?.stackSet).toContain(
      `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/rolebridge.example`,
    );
  });

  test.each([
    ["https://rolebridge.example", false],
    ["http://rolebridge.example", true],
    ["https://rolebridge.example:8443", true],
  ])("for the issuer %s warns that AWS does not take it: %s", (issuer, warns) => {
    const [texts] = setUpAws(input([webIdentityTarget()], { settings: { ...SETTINGS, issuer } }));
    expect(texts?.notes.some((note) => note.includes("does not take"))).toBe(warns);
  });
});
