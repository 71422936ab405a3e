import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SandboxSecrets, secretsIn } from "../../scripts/setup/sandbox-secrets.mjs";
import { fromBase32 } from "../aws/mfa/base32";
import { totpCode, totpStep } from "../aws/mfa/totp";
import { type RunningAws, startAws } from "../aws/start-aws";
import { callS3, type TestCredentials } from "../aws/testing/s3-client";
import { GRANTS } from "../grants";
import { startSamlIdp } from "../idp-saml/server";
import { PERSONAS } from "../personas";
import { targetBodies } from "../seed/target-bodies";
import { REGISTERED_ACCOUNTS } from "./accounts";
import { awsWorld } from "./aws-world";
import { HUB_ROLE_ARN } from "./shared-services";

const KINDS = ["saml", "saml-relay", "web-identity", "assume-role", "federation-token", "session-token"];

let folder: string;
let secrets: SandboxSecrets;
let aws: RunningAws;
let now = new Date();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "world-"));
  secrets = await secretsIn(folder);
  const idp = await startSamlIdp({ port: 0, appOrigin: "http://localhost:4100", folder });
  await idp.close();
  aws = await startAws({
    host: "127.0.0.1",
    ports: { sts: 0, signin: 0, console: 0, iam: 0, s3: 0 },
    clock: () => now,
    world: awsWorld({ appOrigin: "http://localhost:4100", companyMetadata: idp.metadata, secrets, now }),
    assumptions: { loopbackIssuers: ["http://localhost:4100"] },
  });
});

afterAll(async () => {
  await aws.close();
  await rm(folder, { recursive: true });
});

function sts(credentials: TestCredentials): STSClient {
  const systemClockOffset = now.getTime() - Date.now();
  return new STSClient({ endpoint: aws.urls.sts, region: "eu-west-1", credentials, systemClockOffset });
}

const sessionOf = (answer: { Credentials?: object | undefined }): TestCredentials => {
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials as Record<string, string>;
  return {
    accessKeyId: AccessKeyId ?? "",
    secretAccessKey: SecretAccessKey ?? "",
    sessionToken: SessionToken ?? "",
  };
};

/** What the device of a user shows; each call lies in a later step, since a code is good once. */
function code(user: keyof SandboxSecrets["mfaSeeds"]): string {
  now = new Date(now.getTime() + 60_000);
  return totpCode(fromBase32(secrets.mfaSeeds[user]), totpStep(now));
}

const role = (accountId: string, name: string) => `arn:aws:iam::${accountId}:role/${name}`;

it("entitles otto to a target of every kind", () => {
  const otto = PERSONAS.find(({ username }) => username === "otto");
  const kinds = GRANTS.flatMap(({ role: granted, principal }) => {
    const isHis =
      ("group" in principal && otto?.groups.includes(principal.group)) ||
      ("user" in principal && principal.user === otto?.email);
    const [alias, name] = granted.split("/");
    const account = REGISTERED_ACCOUNTS.find((each) => each.alias === alias);
    if (!isHis || account === undefined) return [];
    return targetBodies(account, secrets).filter((target) => target.name === name);
  }).map(({ kind }) => kind);
  expect(KINDS.filter((kind) => !kinds.includes(kind))).toEqual([]);
});

it("grants nothing that is not there", () => {
  const targets = REGISTERED_ACCOUNTS.flatMap((account) =>
    targetBodies(account, secrets).map(({ name }) => `${account.alias}/${name}`),
  );
  expect(GRANTS.map(({ role: granted }) => granted).filter((granted) => !targets.includes(granted))).toEqual(
    [],
  );
});

describe("Rolebridge's own AWS identity", () => {
  it("gets in with the external ID and not without", async () => {
    const own = sts(secrets.accessKeys.rolebridge);
    const RoleArn = role("418273650912", "IncidentResponder");
    const asked = { RoleArn, RoleSessionName: "otto" };
    await expect(own.send(new AssumeRoleCommand(asked))).rejects.toMatchObject({ name: "AccessDenied" });
    const session = await own.send(
      new AssumeRoleCommand({ ...asked, ExternalId: "meridian-incident-7f3c21" }),
    );
    expect(session.AssumedRoleUser?.Arn).toContain("assumed-role/IncidentResponder/otto");
  });

  it("reaches the data account through the hub role alone", async () => {
    const own = sts(secrets.accessKeys.rolebridge);
    const asked = { RoleArn: role("265048193377", "LakeOperator"), RoleSessionName: "otto" };
    await expect(own.send(new AssumeRoleCommand(asked))).rejects.toMatchObject({ name: "AccessDenied" });
    const hub = await own.send(new AssumeRoleCommand({ RoleArn: HUB_ROLE_ARN, RoleSessionName: "otto" }));
    const session = await sts(sessionOf(hub)).send(new AssumeRoleCommand(asked));
    expect(session.AssumedRoleUser?.Arn).toContain("assumed-role/LakeOperator/otto");
  });
});

describe("the contractor's role", () => {
  const asked = {
    RoleArn: role("265048193377", "ContractorUpload"),
    RoleSessionName: "cora",
    ExternalId: "harbourline-2f9b04",
  };
  const SerialNumber = "arn:aws:iam::265048193377:mfa/harbourline";

  it("takes a code, puts into one bucket and reads nothing, until the contract ends", async () => {
    const user = () => sts(secrets.accessKeys.harbourline);
    await expect(user().send(new AssumeRoleCommand(asked))).rejects.toMatchObject({ name: "AccessDenied" });
    const TokenCode = code("harbourline");
    const session = sessionOf(
      await user().send(new AssumeRoleCommand({ ...asked, SerialNumber, TokenCode })),
    );
    const call = (path: string, method = "PUT") =>
      callS3(aws.urls.s3, session, { method, path, region: "eu-central-1", now });
    expect((await call("/meridian-partner-inbox/a.csv")).status).toBe(200);
    expect((await call("/meridian-reports/Logistics/a.csv")).code).toBe("AccessDenied");
    expect((await call("/meridian-partner-inbox/readme.txt", "GET")).code).toBe("AccessDenied");
    now = new Date(now.getTime() + 30 * 86_400_000);
    const late = { ...asked, SerialNumber, TokenCode: code("harbourline") };
    await expect(user().send(new AssumeRoleCommand(late))).rejects.toMatchObject({ name: "AccessDenied" });
  });
});

describe("the IAM users whose keys Rolebridge keeps", () => {
  it("federates for reading what partners delivered, for a day", async () => {
    const reader = sts(secrets.accessKeys["manifest-reader"]);
    const session = await reader.send(
      new GetFederationTokenCommand({ Name: "otto", DurationSeconds: 86_400 }),
    );
    expect(session.FederatedUser?.Arn).toBe("arn:aws:sts::265048193377:federated-user/otto");
  });

  it("gives the break-glass user's power to who shows a code, and none to the key alone", async () => {
    const key = secrets.accessKeys["break-glass"];
    expect((await callS3(aws.urls.s3, key, { path: "/", now })).code).toBe("AccessDenied");
    const answer = await sts(key).send(
      new GetSessionTokenCommand({
        SerialNumber: "arn:aws:iam::418273650912:mfa/break-glass",
        TokenCode: code("break-glass"),
      }),
    );
    const session = sessionOf(answer);
    const who = await sts(session).send(new GetCallerIdentityCommand({}));
    expect(who.Arn).toBe("arn:aws:iam::418273650912:user/break-glass");
    expect((await callS3(aws.urls.s3, session, { path: "/", now })).status).toBe(200);
  });
});

describe("the account whose provider takes encrypted assertions only", () => {
  it("has a target that is told the provider, its own address and its certificate", () => {
    const account = REGISTERED_ACCOUNTS.find(({ alias }) => alias === "meridian-payroll");
    if (account === undefined) throw new Error("there is such an account");
    const told = {
      recipient: "https://signin.aws.amazon.com/saml/acs/SAMLSPA",
      encryptionCertificate: "PEM",
    };
    const encryptedProviders = { [account.accountId]: told };
    expect(targetBodies(account, { ...secrets, encryptedProviders })).toMatchObject([
      { providerArn: `arn:aws:iam::${account.accountId}:saml-provider/RolebridgeEncrypted`, ...told },
    ]);
  });
});

describe("the account in China", () => {
  it("is another partition's, and its role trusts that partition's sign-in", () => {
    const facts = { appOrigin: "http://localhost:4100", companyMetadata: "", secrets, now };
    const china = awsWorld(facts).accounts.find(({ partition }) => partition === "aws-cn");
    expect(JSON.stringify(china?.roles)).toContain("https://signin.amazonaws.cn/saml");
    expect(JSON.stringify(china?.roles)).toContain("arn:aws-cn:iam::352086174429:saml-provider/Rolebridge");
  });
});

describe("the account in GovCloud", () => {
  it("is another partition's, and its role trusts that partition's sign-in", () => {
    const gov = awsWorld({
      appOrigin: "http://localhost:4100",
      companyMetadata: "",
      secrets,
      now,
    }).accounts.find(({ partition }) => partition === "aws-us-gov");
    expect(JSON.stringify(gov?.roles)).toContain("https://signin.amazonaws-us-gov.com/saml");
    expect(JSON.stringify(gov?.roles)).toContain("arn:aws-us-gov:iam::688417250391:saml-provider/Rolebridge");
    const account = REGISTERED_ACCOUNTS.find(({ partition }) => partition === "aws-us-gov");
    expect(account && targetBodies(account, secrets)).toMatchObject([
      { roleArn: "arn:aws-us-gov:iam::688417250391:role/HarbourInspector" },
    ]);
  });
});
