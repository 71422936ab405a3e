import { generateKeyPairSync } from "node:crypto";
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  GetSAMLProviderCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateSAMLProviderCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, PROVIDER_ARN, startTestAws, type TestAws, trust } from "@/sandbox/aws/testing/running-aws";
import { keyOf, refusalOf } from "@/sandbox/aws/testing/sts-world";
import { roleArn, SETTINGS, userArn } from "../fixtures/plans";
import { assumeRoleTarget, federationTarget, samlTarget, webIdentityTarget } from "../fixtures/targets";
import { setUpAws } from "./set-up-aws";
import type { SetUpRefusal } from "./set-up-refusals";

// Each is provoked as an administrator would, and what AWS says then is found under the set-up it belongs to.

const REFUSED: readonly SetUpRefusal[] =
  setUpAws({
    account: { accountId: ACCOUNT, partition: "aws", name: "Meridian Production" },
    targets: [
      samlTarget({ encryptionCertificate: "MIIC" }),
      webIdentityTarget(),
      assumeRoleTarget({ hubRoleArn: roleArn("Hub") }),
      federationTarget({ sessionTags: [{ key: "Department", attribute: "department" }] }),
    ],
    settings: { ...SETTINGS, ownIdentityArn: userArn("rolebridge") },
    samlMetadataXml: "<EntityDescriptor/>",
    connections: { relayIssuers: {}, relayMetadata: {}, tagKeys: [] },
    permissionPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
  })[0]?.refusals ?? [];

const rsa = () =>
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
const document = JSON.stringify(trust());
const principal = (arn: string) =>
  JSON.stringify(trust({ Principal: { AWS: arn }, Action: ["sts:AssumeRole"] }));
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
});

let aws: TestAws;
let administrator: IAMClient;
let guest: IAMClient;
beforeAll(async () => {
  aws = await startTestAws([], {}, { users: [{ name: "guest", accessKeys: [keyOf("guest")] }] });
  const client = (credentials: ReturnType<typeof keyOf>) =>
    new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials });
  const key = aws.adminKeys[ACCOUNT];
  if (key === undefined) throw new Error("the account has no administrator");
  [administrator, guest] = [client(key), client(keyOf("guest"))];
});
afterAll(() => aws.close());

const provider = (SAMLMetadataDocument: string, Name = "Second") =>
  administrator.send(new CreateSAMLProviderCommand({ Name, SAMLMetadataDocument }));
const encryption = (change: Partial<ConstructorParameters<typeof UpdateSAMLProviderCommand>[0]>) =>
  administrator.send(new UpdateSAMLProviderCommand({ SAMLProviderArn: PROVIDER_ARN, ...change }));
const issuer = (Url: string) =>
  administrator.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ["sts.amazonaws.com"] }));
const role = (RoleName: string, AssumeRolePolicyDocument: string, client = administrator) =>
  client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));

/** The mistake, by AWS's words for it. */
const MISTAKES: Readonly<Record<string, () => Promise<unknown>>> = {
  "Could not parse metadata.": () => provider(aws.idp.metadataXml.replace("</", "<")),
  "length greater than or equal to 1000": () => provider("https://rolebridge.example/aws/saml/metadata"),
  "Provider with name": () => provider(aws.idp.metadataXml, "Rolebridge"),
  "Private key limit": async () => {
    for (let keys = 0; keys <= 2; keys += 1) await encryption({ AddPrivateKey: rsa().toString() });
  },
  "Invalid private key.": () => encryption({ AddPrivateKey: aws.idp.certificatePem }),
  "no private key is provided": async () => {
    const named = { SAMLProviderArn: PROVIDER_ARN };
    const { PrivateKeyList = [] } = await administrator.send(new GetSAMLProviderCommand(named));
    for (const { KeyId } of PrivateKeyList) await encryption({ RemovePrivateKey: KeyId });
    await encryption({ AssertionEncryptionMode: "Required" });
  },
  "Invalid Open ID Connect": () => issuer("https://rolebridge.example:8443"),
  "Provider with url": async () => {
    for (let times = 0; times < 2; times += 1) await issuer("https://rolebridge.example");
  },
  "Role with name": () => role("Engineer", document),
  ACLSizePerRole: () =>
    role("Long", JSON.stringify(trust({ Condition: { StringEquals: { "SAML:sub": "s".repeat(2048) } } }))),
  "Invalid principal": () => role("Spoke", principal(roleArn("Hub"))),
  "not attachable": () =>
    administrator.send(
      new AttachRolePolicyCommand({
        RoleName: "Engineer",
        PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/Absent`,
      }),
    ),
  "The user with name": () =>
    administrator.send(
      new PutUserPolicyCommand({ UserName: "federator", PolicyName: "rolebridge", PolicyDocument: policy }),
    ),
  "The role with name": () =>
    administrator.send(
      new PutRolePolicyCommand({ RoleName: "Hub", PolicyName: "rolebridge", PolicyDocument: policy }),
    ),
  "is not authorized": () => role("Mine", document, guest),
};

/** `…` stands for whatever AWS names there. */
function matches({ awsMessage }: SetUpRefusal, said: string): boolean {
  const parts = awsMessage.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`, "s").test(said);
}

describe("a set-up that IAM refuses", () => {
  test.each(Object.entries(MISTAKES))("with “%s” is explained, and by one entry", async (words, make) => {
    const { code, message } = await refusalOf(make());
    expect(message).toContain(words);
    const found = REFUSED.filter((refusal) => refusal.awsCode === code && matches(refusal, message));
    expect(found).toHaveLength(1);
    expect(found[0]?.awsMessage).toContain(words);
  });

  test("has no explanation that no mistake leads to", () => {
    expect(REFUSED.map(({ awsMessage }) => awsMessage)).toHaveLength(Object.keys(MISTAKES).length);
  });
});

describe("what is told", () => {
  const told = (target: Parameters<typeof setUpAws>[0]["targets"][number]) =>
    (
      setUpAws({
        account: { accountId: ACCOUNT, partition: "aws", name: "Meridian Production" },
        targets: [target],
        settings: SETTINGS,
        samlMetadataXml: "<EntityDescriptor/>",
        connections: { relayIssuers: {}, relayMetadata: {}, tagKeys: [] },
      })[0]?.refusals ?? []
    ).map(({ awsMessage }) => awsMessage);

  test("is only what the resources at hand can meet", () => {
    expect(told(webIdentityTarget())).toEqual([
      "Invalid Open ID Connect Provider URL",
      "Provider with url … already exists.",
      "Role with name … already exists.",
      "Cannot exceed quota for ACLSizePerRole: …",
      "User: … is not authorized to perform: iam:… on resource: …",
    ]);
    expect(told(samlTarget()).join()).not.toMatch(/private key|principal|attachable/i);
    expect(told(assumeRoleTarget()).join()).toMatch(/Invalid principal/);
  });
});
