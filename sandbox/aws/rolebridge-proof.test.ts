import { randomBytes, randomUUID } from "node:crypto";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { consoleDestination } from "@/lib/aws/console";
import { createFederation } from "@/lib/aws/federation";
import { sessionNameCandidates } from "@/lib/aws/session-name";
import { createStsClient } from "@/lib/aws/sts-client";
import { consoleForm } from "@/lib/delivery/console-form";
import { AppError } from "@/lib/errors/app-error";
import { executePlan, proveForConsole } from "@/lib/issuance/execute-plan";
import type { IssuanceTools } from "@/lib/issuance/kinds/kind";
import type { SessionPlan } from "@/lib/issuance/plan";
import type { KeyStore, StoredKey } from "@/lib/keys/key-store";
import { type Keyring, openKeyring } from "@/lib/keys/keyring";
import { createSealer } from "@/lib/keys/sealing";
import { identityProviderMetadata } from "@/lib/saml/identity-provider";
import { Secret } from "@/lib/secret/secret";
import { explainRefusal } from "@/lib/trust/explain/explain-refusal";
import { type RunningAws, startAws } from "./start-aws";

// The product's whole chain, from its own key to STS, against an AWS that shares no code with it.

const ACCOUNT = "418273650912";
const ORIGIN = "https://rolebridge.example.com";
const ISSUER = `${ORIGIN}/aws/saml/metadata`;
const PROVIDER = `arn:aws:iam::${ACCOUNT}:saml-provider/Rolebridge`;

function trust(...actions: string[]): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: PROVIDER },
        Action: actions,
        Condition: {
          StringEquals: {
            "SAML:aud": "https://signin.aws.amazon.com/saml",
            "SAML:iss": ISSUER,
            "SAML:sub_type": "persistent",
          },
        },
      },
    ],
  };
}

async function newKeyring(): Promise<Keyring> {
  const rows: StoredKey[] = [];
  const store: KeyStore = {
    current: async () => rows[0],
    list: async () => rows,
    insertCurrent: async (key) => {
      rows.push(key);
      return key;
    },
  };
  return openKeyring({
    store,
    sealer: createSealer(new Secret(randomBytes(32).toString("base64"))),
    purpose: "aws-saml",
    commonName: "rolebridge.example.com",
    clock: { now: () => new Date() },
    newId: randomUUID,
  });
}

let aws: RunningAws;
let keyring: Keyring;
let sts: ReturnType<typeof createStsClient>;
beforeAll(async () => {
  keyring = await newKeyring();
  const metadataXml = identityProviderMetadata({
    entityId: ISSUER,
    singleSignOnUrl: "https://rolebridge.example.com/signin",
    certificates: (await keyring.published()).map((key) => key.certificate),
  });
  const all = ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"];
  aws = await startAws({
    host: "127.0.0.1",
    ports: { sts: 0, signin: 0, console: 0, iam: 0, s3: 0 },
    world: {
      accounts: [
        {
          accountId: ACCOUNT,
          name: "Meridian Production",
          samlProviders: [{ name: "Rolebridge", metadataXml }],
          roles: [
            { name: "Administrator", path: "/ops/", maxSessionDuration: 7200, trustPolicy: trust(...all) },
            { name: "Plain", maxSessionDuration: 3600, trustPolicy: trust("sts:AssumeRoleWithSAML") },
          ],
        },
      ],
    },
  });
  sts = createStsClient({ endpointUrl: aws.urls.sts });
});
afterAll(async () => {
  sts.close();
  await aws.close();
});

function tools(change: Partial<IssuanceTools> = {}): IssuanceTools {
  return {
    sts,
    signingKey: () => keyring.current(),
    tokenSigner: async () => {
      throw new Error("no token is needed");
    },
    entityId: ISSUER,
    signSamlResponse: false,
    clock: { now: () => new Date() },
    randomBytes,
    caller: async () => {
      throw new Error("no key is needed");
    },
    ...change,
  };
}

const PLAN: SessionPlan = {
  kind: "saml",
  targetId: "t",
  accountId: ACCOUNT,
  accountName: "Meridian Production",
  partition: "aws",
  region: "eu-west-1",
  sts: { partition: "aws", regions: ["eu-west-1"], useFips: false, useDualStack: false },
  recipient: "https://signin.aws.amazon.com/saml",
  roleArn: `arn:aws:iam::${ACCOUNT}:role/ops/Administrator`,
  providerArn: PROVIDER,
  durationSeconds: 7200,
  durationDecidedBy: "wish",
  sessionName: "ada@meridian.example",
  tags: [],
  transitiveTagKeys: [],
  policyArns: [],
};
const TAGGED: SessionPlan = {
  ...PLAN,
  sourceIdentity: "ada@meridian.example",
  tags: [
    { key: "team", value: "Straße 漢字 _.:/=+-@" },
    { key: "empty", value: "" },
  ],
  transitiveTagKeys: ["team"],
};
/** What AWS said, and what Rolebridge says of it. */
async function refusalOf(plan: SessionPlan, change: Partial<IssuanceTools> = {}) {
  const error: unknown = await executePlan(plan, tools(change)).catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError) || error.aws === undefined) throw error;
  const settings = { samlProviderName: "Rolebridge", issuer: ORIGIN, samlEntityId: ISSUER };
  const clock = change.clock ?? { now: () => new Date() };
  const { causes } = explainRefusal(plan, error.aws, { settings, now: clock.now(), ...error.aws });
  return { ...error.aws, code: error.code, causes: causes.map(({ what, todo }) => `${what} ${todo}`) };
}

const PLAIN_ROLE = `arn:aws:iam::${ACCOUNT}:role/Plain`;

describe("Rolebridge's proof at a strict AWS", () => {
  test.each([false, true])(
    "buys credentials that AWS knows by name (response signed: %s)",
    async (signSamlResponse) => {
      const { session } = await executePlan(TAGGED, tools({ signSamlResponse }));
      const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/Administrator/ada@meridian.example`;
      expect(session.assumedRoleArn).toBe(arn);
      expect(Math.round((session.expiration.getTime() - Date.now()) / 60_000)).toBe(120);
      const client = new STSClient({
        region: "eu-west-1",
        endpoint: aws.urls.sts,
        credentials: {
          accessKeyId: session.accessKeyId,
          secretAccessKey: session.secretAccessKey.reveal(),
          sessionToken: session.sessionToken.reveal(),
        },
      });
      expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
        Arn: arn,
        Account: ACCOUNT,
        UserId: session.assumedRoleId,
      });
      client.destroy();
    },
  );

  test.each(["ada", "Zoë Müller (Ext.)", "漢字", "", "a b:c/d", "x".repeat(200), "a\u0000\ud800"])(
    "is taken for a person named %j",
    async (username) => {
      const [sessionName = ""] = sessionNameCandidates(username, "meridian-saml", "subject");
      const { session } = await executePlan({ ...PLAN, sessionName }, tools());
      expect(session.assumedRoleArn.endsWith(`/${sessionName}`)).toBe(true);
    },
  );

  test.each([
    [
      "a role that does not exist",
      { roleArn: `arn:aws:iam::${ACCOUNT}:role/Nobody` },
      "AccessDenied",
      /There is no role \S+Nobody/,
    ],
    [
      "tags that the trust policy does not allow",
      { ...TAGGED, roleArn: PLAIN_ROLE, durationSeconds: 3600 },
      "AccessDenied",
      /sts:TagSession and sts:SetSourceIdentity/,
    ],
    [
      "longer than the role allows",
      { durationSeconds: 7201 },
      "ValidationError",
      /maximum session duration of role Administrator/,
    ],
    [
      "a provider that does not exist",
      { providerArn: `${PROVIDER}2` },
      "InvalidIdentityToken",
      /No SAML provider named Rolebridge2/,
    ],
  ] as const)("is refused for %s, and the refusal is explained", async (_, change, awsCode, hint) => {
    const refusal = await refusalOf({ ...PLAN, ...change });
    expect(refusal).toMatchObject({ code: "aws.refused", awsCode });
    expect(refusal.causes.join("\n")).toMatch(hint);
  });

  test("is refused when the provider holds another key's certificate", async () => {
    const other = await newKeyring();
    expect(await refusalOf(PLAN, { signingKey: () => other.current() })).toMatchObject({
      awsCode: "InvalidIdentityToken",
      causes: expect.arrayContaining([expect.stringContaining("certificate")]),
    });
  });

  test("is refused under another entityID", async () => {
    expect(await refusalOf(PLAN, { entityId: `${ISSUER}/other` })).toMatchObject({
      causes: [expect.stringContaining("entityID")],
    });
  });

  test("is refused when this server's clock is six minutes behind", async () => {
    const late = { now: () => new Date(Date.now() - 360_000) };
    expect(await refusalOf(PLAN, { clock: late })).toMatchObject({
      awsCode: "ExpiredTokenException",
      causes: [expect.stringMatching(/clock .* 6 minutes later/)],
    });
  });
});

describe("Rolebridge's way into the console of a strict AWS", () => {
  const place = { partition: "aws", region: "eu-west-1" } as const;
  const PAGE = "https://eu-west-1.console.aws.amazon.com/s3/home";

  /** Follows redirects as a browser would, with its cookies. */
  async function browse(
    url: string,
    init: RequestInit,
  ): Promise<{ url: string; status: number; page: string }> {
    let response = await fetch(url, { ...init, redirect: "manual" });
    let at = url;
    const cookies = new Map<string, string>();
    for (let hop = 0; hop < 6 && response.status >= 300 && response.status < 400; hop++) {
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ""] = cookie.split(";");
        cookies.set(pair.split("=")[0] ?? "", pair);
      }
      at = new URL(response.headers.get("location") ?? "", at).href;
      response = await fetch(at, {
        redirect: "manual",
        headers: { cookie: [...cookies.values()].join("; ") },
      });
    }
    return { url: at, status: response.status, page: await response.text() };
  }

  test("by posting the form: the page that was asked for, in the right role", async () => {
    const overrides = { signInUrl: aws.urls.signin, consoleUrl: aws.urls.console };
    const proof = await proveForConsole(TAGGED, tools());
    const form = consoleForm(proof.samlResponse, place, PAGE, overrides);
    const body = new URLSearchParams({
      SAMLResponse: form.fields.SAMLResponse.reveal(),
      RelayState: form.fields.RelayState.reveal(),
    });
    const { url, status, page } = await browse(form.url, { method: "POST", body });
    expect(status).toBe(200);
    expect(new URL(url).origin).toBe(aws.urls.console);
    expect(page).toContain(PAGE);
    expect(page).toContain("Administrator");
    expect(page).toContain("ada@meridian.example");
  });

  test("by federation link: the same, out of credentials", async () => {
    const overrides = { signInUrl: aws.urls.signin, consoleUrl: aws.urls.console };
    const { session } = await executePlan(PLAN, tools());
    const federation = createFederation({ overrides, clock: { now: () => new Date() } });
    const link = await federation.consoleLink({
      session,
      destination: consoleDestination(place, PAGE),
      issuer: "https://rolebridge.example.com",
      sessionDurationSeconds: 7200,
    });
    const { status, page } = await browse(link.url.reveal(), {});
    expect(status).toBe(200);
    expect(page).toContain(PAGE);
    expect(page).toContain("Administrator");
  });
});
