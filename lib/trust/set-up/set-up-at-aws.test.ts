import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import type { StsCaller } from "@/lib/aws/sts-port";
import type { Account, Target } from "@/lib/entitlements/model";
import { announceProof, executePlan } from "@/lib/issuance/execute-plan";
import { ADA, entitlement } from "@/lib/issuance/fixtures/entitlement";
import type { IssuanceTools } from "@/lib/issuance/kinds/kind";
import { planSession } from "@/lib/issuance/plan-session";
import { Secret } from "@/lib/secret/secret";
import { pasteIntoShell } from "@/sandbox/aws/testing/aws-shell";
import { buildResponse, validResponse } from "@/sandbox/aws/testing/build-response";
import { createIdentityProvider, type TestIdentityProvider } from "@/sandbox/aws/testing/identity-provider";
import { startIssuer, type TestIssuer } from "@/sandbox/aws/testing/oidc-issuer";
import {
  AWAY,
  allow,
  HOME,
  keyOf,
  MFA_SECRET,
  type StsWorld,
  startStsWorld,
} from "@/sandbox/aws/testing/sts-world";
import { ENTITY_ID, roleArn, userArn } from "../fixtures/plans";
import { type IamRequest, readPlainJson, readTemplate, readTerraform } from "../fixtures/read-set-up";
import { refusedByAws } from "../fixtures/refused-by-aws";
import {
  assumeRoleTarget,
  federationTarget,
  relayTarget,
  samlTarget,
  sessionTokenTarget,
  webIdentityTarget,
} from "../fixtures/targets";
import type { TrustSettings } from "../trust-settings";
import { type SetUpTexts, setUpAws } from "./set-up-aws";

// A new administrator: nothing is in the accounts but IAM users. What was generated is applied as each tool would,
// and then every kind must give a session at once.

const COMPANY = "http://www.okta.com/exk1";
const TAGS = [{ key: "Department", attribute: "department" }] as const;
const vendor = { accessKeyId: keyOf("vendor").accessKeyId, userArn: userArn("vendor", AWAY) };
const serial = (user: string, account = HOME) => `arn:aws:iam::${account}:mfa/${user}`;
const accessKey = (user: string) => ({ accessKeyId: keyOf(user).accessKeyId, userArn: userArn(user) });
const named = (name: string) => ({ name, roleArn: roleArn(name) });

const TARGETS: readonly Target[] = [
  samlTarget({ sessionTags: TAGS, transitiveTagKeys: ["Department"], sourceIdentity: true }),
  relayTarget(named("Reader")),
  webIdentityTarget({ sessionTags: TAGS, sourceIdentity: true }),
  assumeRoleTarget({ ...named("Own"), externalId: "own-1", sourceIdentity: true }),
  assumeRoleTarget({
    ...named("Contractor"),
    accessKey: vendor,
    externalId: "vendor-7:a/b",
    mfaSerial: serial("vendor", AWAY),
    sessionTags: TAGS,
  }),
  assumeRoleTarget({
    ...named("Spoke"),
    accessKey: vendor,
    hubRoleArn: roleArn("Hub", AWAY),
    sessionTags: TAGS,
  }),
  federationTarget({ accessKey: accessKey("federator"), sessionTags: TAGS }),
  sessionTokenTarget({ accessKey: accessKey("breakglass"), mfaSerial: serial("breakglass") }),
];
const ACCOUNT: Account = entitlement().account;
const OPTIONS = {
  conditions: {
    sourceIps: ["127.0.0.0/8", "::1/128"],
    notAfter: new Date("2100-01-01T00:00:00Z"),
    mfaMaxAgeSeconds: 3600,
  },
  permissionPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
} as const;

interface World {
  readonly aws: StsWorld;
  readonly issuer: TestIssuer;
  readonly ours: TestIdentityProvider;
  readonly company: TestIdentityProvider;
  readonly texts: readonly SetUpTexts[];
  readonly settings: TrustSettings;
}

async function newAccounts(): Promise<World> {
  const issuer = await startIssuer();
  const [ours, company] = await Promise.all([
    createIdentityProvider(ENTITY_ID),
    createIdentityProvider(COMPANY),
  ]);
  const device = (user: string, account?: string) => ({
    mfaDevices: [{ serialNumber: serial(user, account), secret: MFA_SECRET }],
  });
  const keyed = (name: string) => ({ name, accessKeys: [keyOf(name)] });
  const aws = await startStsWorld({
    users: [
      { ...keyed("federator"), permissions: { inline: { work: allow("s3:*") } } },
      { ...keyed("breakglass"), ...device("breakglass"), permissions: { inline: { all: allow("*") } } },
    ],
    away: { users: [{ ...keyed("vendor"), ...device("vendor", AWAY) }, keyed("rolebridge")] },
    assumptions: { loopbackIssuers: [issuer.url] },
  });
  const settings: TrustSettings = {
    samlProviderName: "Rolebridge",
    issuer: issuer.url,
    samlEntityId: ENTITY_ID,
    ownIdentityArn: userArn("rolebridge", AWAY),
    hasOwnStsEndpoint: true,
  };
  const texts = setUpAws({
    account: ACCOUNT,
    targets: TARGETS,
    settings,
    samlMetadataXml: ours.metadataXml,
    connections: {
      relayIssuers: { "meridian-saml": COMPANY },
      relayMetadata: { "meridian-saml": company.metadataXml },
      tagKeys: [],
    },
    ...OPTIONS,
  });
  return { aws, issuer, ours, company, texts, settings };
}

function administrator({ aws }: World, accountId: string) {
  const credentials = aws.adminKeys[accountId];
  if (credentials === undefined) throw new Error(`nobody administers ${accountId}`);
  return credentials;
}

/** What any tool asks of IAM in the end. */
async function apply(world: World, accountId: string, requests: readonly IamRequest[]): Promise<void> {
  const credentials = administrator(world, accountId);
  const iam = new IAMClient({ endpoint: world.aws.urls.iam, region: "us-east-1", credentials });
  const text = (policy: object) => JSON.stringify(policy);
  for (const { samlProvider, openIdConnectProvider, role, rolePolicy, userPolicy } of requests) {
    if (samlProvider) await iam.send(new CreateSAMLProviderCommand(samlProvider));
    if (openIdConnectProvider) {
      const { Url, ClientIDList } = openIdConnectProvider;
      await iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: [...ClientIDList] }));
    }
    if (role) {
      const { ManagedPolicyArns = [], AssumeRolePolicyDocument, ...rest } = role;
      await iam.send(
        new CreateRoleCommand({ ...rest, AssumeRolePolicyDocument: text(AssumeRolePolicyDocument) }),
      );
      for (const PolicyArn of ManagedPolicyArns) {
        await iam.send(new AttachRolePolicyCommand({ RoleName: role.RoleName, PolicyArn }));
      }
    }
    if (rolePolicy) {
      const PolicyDocument = text(rolePolicy.PolicyDocument);
      await iam.send(new PutRolePolicyCommand({ ...rolePolicy, PolicyDocument }));
    }
    if (userPolicy) {
      const PolicyDocument = text(userPolicy.PolicyDocument);
      await iam.send(new PutUserPolicyCommand({ ...userPolicy, PolicyDocument }));
    }
  }
  iam.destroy();
}

function toolsOf({ aws, issuer, ours }: World): IssuanceTools & { close(): void } {
  const certificate = ours.certificatePem.replace(/-----[^-]+-----|\s/g, "");
  const sts = createStsClient({ endpointUrl: aws.urls.sts });
  const users = ["vendor", "federator", "breakglass"];
  return {
    sts,
    signingKey: async () => ({ id: "k", privateKey: ours.privateKey, certificate }),
    tokenSigner: async () => ({ algorithm: "ES256", keyId: "ES256", privateKey: issuer.keyOf("ES256") }),
    entityId: ENTITY_ID,
    signSamlResponse: false,
    clock: { now: () => aws.clock.now },
    randomBytes,
    caller: async (id): Promise<StsCaller> => {
      const key = users.map(keyOf).find(({ accessKeyId }) => accessKeyId === id);
      if (key === undefined) throw new Error(`no key ${id}`);
      const secretAccessKey = new Secret(key.secretAccessKey);
      return { kind: "keys", accessKeyId: key.accessKeyId, secretAccessKey };
    },
    close: () => sts.close(),
  };
}

/** What issuing does for Ada, down to the call. */
function take(world: World, target: Target, tools: IssuanceTools) {
  const { aws, company, settings } = world;
  const plan = planSession({
    entitlement: { ...entitlement(), account: ACCOUNT, target, maxDurationSeconds: 3600 },
    person: { identity: ADA, sessionName: "ada@meridian.example" },
    tagPolicy: { sessionTags: [] },
    wish: { durationSeconds: 900 },
    use: "credentials",
    settings,
  });
  // Every call takes the next code: each works once.
  aws.clock.now = new Date(aws.clock.now.getTime() + 30_000);
  const mfa = "mfaSerial" in plan && plan.mfaSerial !== undefined ? { mfaCode: new Secret(aws.code()) } : {};
  if (plan.kind !== "saml-relay") return executePlan(plan, tools, announceProof(plan, tools, mfa));
  const spec = validResponse(company, plan.roleArn, plan.providerArn);
  const response = new Secret(buildResponse(spec, company, aws.clock.now));
  const expiresAt = new Date(aws.clock.now.getTime() + 300_000);
  return executePlan(plan, tools, { relayed: { response, assertionId: "_assertion", expiresAt } });
}

const hasAwsCli = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const partition = "aws";
const FORMATS: readonly {
  readonly format: string;
  readonly skip?: boolean;
  apply(world: World, texts: SetUpTexts): Promise<void>;
}[] = [
  {
    format: "JSON, by a tool of one's own",
    apply: (world, { accountId, json }) => apply(world, accountId, readPlainJson(json)),
  },
  {
    format: "CloudFormation",
    apply: (world, { accountId, cloudFormation }) =>
      apply(world, accountId, readTemplate(cloudFormation, { accountId, partition })),
  },
  {
    format: "Terraform",
    apply: (world, { accountId, terraform }) => apply(world, accountId, readTerraform(terraform)),
  },
  {
    format: "AWS CLI",
    skip: !hasAwsCli,
    apply: async (world, { accountId, awsCli }) => {
      const paste = () => pasteIntoShell(administrator(world, accountId), world.aws.urls, awsCli);
      await paste();
      // It may be run again; the small one shows it in less time.
      if (accountId === AWAY) await paste();
    },
  },
];

for (const { format, skip = false, apply: applyFormat } of FORMATS) {
  describe.skipIf(skip)(`new accounts, set up with ${format}`, () => {
    let world: World;
    let tools: ReturnType<typeof toolsOf>;
    beforeAll(async () => {
      world = await newAccounts();
      const own = keyOf("rolebridge");
      vi.stubEnv("AWS_ACCESS_KEY_ID", own.accessKeyId);
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", own.secretAccessKey);
      vi.stubEnv("AWS_SESSION_TOKEN", undefined);
      tools = toolsOf(world);
      // Whatever a set-up makes possible, nothing is possible before it.
      for (const target of TARGETS.filter(({ kind }) => kind !== "session-token")) {
        await refusedByAws(take(world, target, tools));
      }
      // Callers first: IAM knows no principal before it exists.
      for (const texts of [...world.texts].reverse()) await applyFormat(world, texts);
    }, 180_000);
    afterAll(async () => {
      vi.unstubAllEnvs();
      tools.close();
      await world.aws.close();
      await world.issuer.close();
    });

    test.each(TARGETS.map((target) => [`${target.kind} (${target.name})`, target] as const))(
      "%s gives a session the first time",
      async (_, target) => {
        const { session } = await take(world, target, tools);
        expect(session.accountId).toBe(HOME);
        expect(session.sessionToken.reveal().length).toBeGreaterThan(100);
        // What AWS measured of tags comes along.
        expect(session.packedPercent !== undefined).toBe(target.sessionTags.length > 0);
      },
    );

    test("the break-glass user's key is worth nothing without a code", async () => {
      const target = assumeRoleTarget({ ...named("Own"), accessKey: accessKey("breakglass") });
      expect((await refusedByAws(take(world, target, tools))).awsCode).toBe("AccessDenied");
    });
  });
}

describe("what the forms ask of IAM", () => {
  let world: World;
  beforeAll(async () => {
    world = await newAccounts();
  });
  afterAll(async () => {
    await world.aws.close();
    await world.issuer.close();
  });

  test("is the same to the letter: policies, names, limits and providers", () => {
    for (const { accountId, json, cloudFormation, terraform } of world.texts) {
      const wanted = readPlainJson(json);
      expect(readTemplate(cloudFormation, { accountId, partition })).toEqual(wanted);
      expect(readTerraform(terraform)).toEqual(wanted);
    }
  });

  test("in a stack set is, in the account itself, what its own template makes there, but for callers", () => {
    const [own] = world.texts;
    const wanted = readPlainJson(own?.json ?? "").filter((request) => !("userPolicy" in request));
    expect(readTemplate(own?.stackSet ?? "", { accountId: HOME, partition })).toEqual(wanted);
  });

  test("in a stack set is, in another account, the same with that account's providers", () => {
    const [own] = world.texts;
    const other = readTemplate(own?.stackSet ?? "", { accountId: AWAY, partition });
    const providers = other.flatMap(({ role }) =>
      role === undefined
        ? []
        : (JSON.stringify(role).match(/arn:aws:iam::\d+:(?:saml|oidc)-provider/g) ?? []),
    );
    expect([...new Set(providers)].sort()).toEqual([
      `arn:aws:iam::${AWAY}:oidc-provider`,
      `arn:aws:iam::${AWAY}:saml-provider`,
    ]);
  });
});
