import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { GetSAMLProviderCommand, IAMClient } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import { AppError } from "@/lib/errors/app-error";
import { discovery, keySet, TOKEN_KEY_PURPOSES } from "@/lib/flows/access/issuer-documents";
import { executePlan } from "@/lib/issuance/execute-plan";
import type { IssuanceTools } from "@/lib/issuance/kinds/kind";
import type { PlanCommon, SessionPlan } from "@/lib/issuance/plan";
import { KEY_PURPOSES, type KeyPurpose, type KeyStore, type StoredKey } from "@/lib/keys/key-store";
import { type Keyring, type Keyrings, openKeyring } from "@/lib/keys/keyring";
import { createSealer } from "@/lib/keys/sealing";
import type { TokenAlgorithm } from "@/lib/oidc/issuer";
import { identityProviderMetadata } from "@/lib/saml/identity-provider";
import { Secret } from "@/lib/secret/secret";
import { type RunningAws, startAws } from "./start-aws";

// Web identity and encrypted assertions, from our keys to sessions, at an AWS that shares no code with them.

const ACCOUNT = "418273650912";
const ENTITY_ID = "https://rolebridge.example.com/aws/saml/metadata";
const PROVIDER = `arn:aws:iam::${ACCOUNT}:saml-provider/Encrypted`;
const CERTIFICATE = readFileSync(new URL("../../lib/saml/fixtures/keys/other-idp.crt.pem", import.meta.url));
const PRIVATE_KEY = readFileSync(new URL("../../lib/saml/fixtures/keys/other-idp.key.pem", import.meta.url));

/** Keeps keys for one process, as one database would. */
async function openKeyrings(): Promise<{ readonly keyrings: Keyrings; readonly rows: StoredKey[] }> {
  const rows: StoredKey[] = [];
  const store: KeyStore = {
    current: async (purpose) => rows.find((row) => row.purpose === purpose && row.status === "current"),
    list: async (purpose) => rows.filter((row) => row.purpose === purpose),
    insertCurrent: async (key) => {
      rows.push(key);
      return key;
    },
  };
  const sealer = createSealer(new Secret(randomBytes(32).toString("base64")));
  const opened: [KeyPurpose, Keyring][] = [];
  for (const purpose of KEY_PURPOSES) {
    const clock = { now: () => new Date() };
    const options = {
      store,
      sealer,
      purpose,
      commonName: "rolebridge.example.com",
      clock,
      newId: randomUUID,
    };
    opened.push([purpose, await openKeyring(options)]);
  }
  return { keyrings: Object.fromEntries(opened) as Record<KeyPurpose, Keyring>, rows };
}

function trusting(name: string, Federated: string, Action: string, Condition: object = {}) {
  const Statement = [{ Effect: "Allow", Principal: { Federated }, Condition }].map((statement) => ({
    ...statement,
    Action: [Action, "sts:TagSession", "sts:SetSourceIdentity"],
  }));
  return { name, maxSessionDuration: 7200, trustPolicy: { Version: "2012-10-17", Statement } };
}

let keys: Awaited<ReturnType<typeof openKeyrings>>;
let site: Server;
let issuer: string;
let host: string;
let aws: RunningAws;
let acs: string;
let sts: ReturnType<typeof createStsClient>;
beforeAll(async () => {
  keys = await openKeyrings();
  site = createServer(async (request, response) => {
    const isKeys = request.url === "/.well-known/jwks.json";
    const body = isKeys ? await keySet(keys.keyrings) : discovery(issuer);
    response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  host = new URL(issuer).host;
  const metadataXml = identityProviderMetadata({
    entityId: ENTITY_ID,
    singleSignOnUrl: "https://rolebridge.example.com/signin",
    certificates: (await keys.keyrings["aws-saml"].published()).map(({ certificate }) => certificate),
  });
  const web = `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}`;
  const condition = {
    StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${host}:sub`]: "user:meridian-saml:*" },
    Bool: { "sts:RoleAuthorizedByIdp": "true" },
  };
  aws = await startAws({
    host: "127.0.0.1",
    ports: { sts: 0, signin: 0, console: 0, iam: 0, s3: 0 },
    assumptions: { loopbackIssuers: [issuer] },
    world: {
      accounts: [
        {
          accountId: ACCOUNT,
          name: "Meridian Production",
          samlProviders: [
            {
              name: "Encrypted",
              metadataXml,
              encryption: { mode: "Required", addPrivateKey: PRIVATE_KEY.toString() },
            },
          ],
          oidcProviders: [{ url: issuer, clientIds: ["sts.amazonaws.com"] }],
          roles: [
            trusting("Web", web, "sts:AssumeRoleWithWebIdentity", condition),
            trusting("Saml", PROVIDER, "sts:AssumeRoleWithSAML"),
          ],
        },
      ],
    },
  });
  const credentials = aws.adminKeys[ACCOUNT];
  if (credentials === undefined) throw new Error("the account has no administrator");
  const iam = new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials });
  const { SAMLProviderUUID } = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: PROVIDER }));
  iam.destroy();
  acs = `https://signin.aws.amazon.com/saml/acs/${SAMLProviderUUID}`;
  sts = createStsClient({ endpointUrl: aws.urls.sts });
});
afterAll(async () => {
  sts.close();
  await aws.close();
  site.close();
});

function tools(algorithm: TokenAlgorithm = "RS256"): IssuanceTools {
  return {
    sts,
    signingKey: () => keys.keyrings["aws-saml"].current(),
    tokenSigner: async () => {
      const { id: keyId, privateKey } = await keys.keyrings[TOKEN_KEY_PURPOSES[algorithm]].current();
      return { algorithm, keyId, privateKey };
    },
    entityId: ENTITY_ID,
    signSamlResponse: false,
    clock: { now: () => new Date() },
    randomBytes,
    caller: async () => {
      throw new Error("no key is needed");
    },
  };
}

const COMMON: PlanCommon = {
  targetId: "t",
  accountId: ACCOUNT,
  accountName: "Meridian Production",
  partition: "aws",
  region: "eu-west-1",
  sts: { partition: "aws", regions: ["eu-west-1"], useFips: false, useDualStack: false },
  durationSeconds: 3600,
  durationDecidedBy: "wish",
  sessionName: "ada@meridian.example",
  sourceIdentity: "ada@meridian.example",
  tags: [{ key: "Department", value: "Logistics" }],
  transitiveTagKeys: ["Department"],
  policyArns: [],
};
const awsCodeOf = async (plan: SessionPlan, algorithm?: TokenAlgorithm) => {
  const error: unknown = await executePlan(plan, tools(algorithm)).catch((thrown: unknown) => thrown);
  return error instanceof AppError ? error.aws?.awsCode : `no refusal: ${String(error)}`;
};

describe("a web identity token of Rolebridge at a strict AWS", () => {
  const webPlan = (): SessionPlan & { readonly kind: "web-identity" } => ({
    ...COMMON,
    kind: "web-identity",
    roleArn: `arn:aws:iam::${ACCOUNT}:role/Web`,
    providerArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}`,
    issuer,
    subject: "user:meridian-saml:ada@meridian.example",
    audience: "sts.amazonaws.com",
  });

  test.each(["RS256", "ES256"] as const)(
    "buys a session with tags and source identity, by %s",
    async (algorithm) => {
      const { session } = await executePlan(webPlan(), tools(algorithm));
      const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/Web/ada@meridian.example`;
      expect(session.assumedRoleArn).toBe(arn);
    },
  );

  test("is refused for the people of another connection, and for another audience", async () => {
    expect(await awsCodeOf({ ...webPlan(), subject: "user:partner:ada@meridian.example" })).toBe(
      "AccessDenied",
    );
    expect(await awsCodeOf({ ...webPlan(), audience: "another" })).toBe("InvalidIdentityToken");
  });

  test("is believed across a rotation, from the published keys alone (K03)", async () => {
    const purpose = "aws-oidc-es256";
    const next = await keys.keyrings[purpose].newKey("next");
    const at = keys.rows.findIndex((row) => row.purpose === purpose && row.status === "current");
    const [current] = keys.rows.splice(at, 1);
    if (current === undefined) throw new Error("there is no current key");
    keys.rows.push({ ...current, status: "previous" }, { ...next, status: "current" });
    // As long as a replica may take to notice.
    await expect
      .poll(async () => (await keys.keyrings[purpose].current()).id, { timeout: 5_000 })
      .toBe(next.id);
    await executePlan(webPlan(), tools("ES256"));
  });
});

describe("an encrypted assertion of Rolebridge at a strict AWS that requires it", () => {
  const samlPlan = (): SessionPlan & { readonly kind: "saml" } => ({
    ...COMMON,
    kind: "saml",
    roleArn: `arn:aws:iam::${ACCOUNT}:role/Saml`,
    providerArn: PROVIDER,
    recipient: acs,
    encryptionCertificate: CERTIFICATE.toString(),
  });

  test.each([false, true])("buys a session (response signed: %s)", async (signSamlResponse) => {
    const { session } = await executePlan(samlPlan(), { ...tools(), signSamlResponse });
    expect(session.assumedRoleArn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/Saml/ada@meridian.example`);
  });

  test("is refused in the clear, and at the address that all providers share", async () => {
    const { encryptionCertificate: _, ...clear } = samlPlan();
    expect(await awsCodeOf(clear)).toBe("InvalidIdentityToken");
    const shared = { ...samlPlan(), recipient: "https://signin.aws.amazon.com/saml" };
    expect(await awsCodeOf(shared)).toBe("InvalidIdentityToken");
  });
});
