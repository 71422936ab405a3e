import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PartitionName } from "./partitions";
import { type RunningAws, startAws } from "./start-aws";
import { consoleOf } from "./testing/browser";
import { buildResponse, type ResponseSpec, validResponse } from "./testing/build-response";
import { createIdentityProvider, type TestIdentityProvider } from "./testing/identity-provider";
import { faultOf } from "./testing/running-aws";

/** Per partition: its account here, what AWS calls itself there, its sign-in host, two Regions or one, the Region of IAM. */
const PLACES: readonly [PartitionName, string, string, string, string, string][] = [
  ["aws", "418273650912", "urn:amazon:webservices", "signin.aws.amazon.com", "eu-west-1", "us-east-1"],
  [
    "aws-cn",
    "510000000001",
    "urn:amazon:webservices:cn-north-1",
    "signin.amazonaws.cn",
    "cn-northwest-1",
    "cn-north-1",
  ],
  [
    "aws-us-gov",
    "520000000002",
    "urn:amazon:webservices:govcloud",
    "signin.amazonaws-us-gov.com",
    "us-gov-east-1",
    "us-gov-west-1",
  ],
  [
    "aws-eusc",
    "530000000003",
    "urn:amazon:webservices:eusc",
    "eusc-de-east-1.signin.amazonaws-eusc.eu",
    "eusc-de-east-1",
    "eusc-de-east-1",
  ],
];

let aws: RunningAws;
let idp: TestIdentityProvider;

beforeAll(async () => {
  idp = await createIdentityProvider("https://rolebridge.example/aws/saml/metadata");
  aws = await startAws({
    host: "127.0.0.1",
    ports: { sts: 0, signin: 0, console: 0, iam: 0, s3: 0 },
    world: {
      accounts: PLACES.map(([partition, accountId, , host]) => ({
        accountId,
        partition,
        name: `Meridian in ${partition}`,
        samlProviders: [{ name: "Rolebridge", metadataXml: idp.metadataXml }],
        roles: [
          {
            name: "Engineer",
            maxSessionDuration: 3600,
            trustPolicy: {
              Version: "2012-10-17",
              Statement: {
                Effect: "Allow",
                Principal: { Federated: `arn:${partition}:iam::${accountId}:saml-provider/Rolebridge` },
                Action: "sts:AssumeRoleWithSAML",
                Condition: { StringEquals: { "SAML:aud": `https://${host}/saml` } },
              },
            },
          },
        ],
      })),
    },
  });
});
afterAll(() => aws.close());

describe.each(PLACES)("an account of %s", (partition, accountId, audience, host, region, iamRegion) => {
  const role = `arn:${partition}:iam::${accountId}:role/Engineer`;
  const provider = `arn:${partition}:iam::${accountId}:saml-provider/Rolebridge`;
  const recipient = `https://${host}/saml`;
  const response = (more: Partial<ResponseSpec> = {}) => {
    const confirmations = [{ recipient, notOnOrAfter: 300 }];
    const spec = {
      ...validResponse(idp, role, provider),
      audience,
      destination: recipient,
      confirmations,
      ...more,
    };
    return buildResponse(spec, idp, new Date());
  };
  const assume = (SAMLAssertion = response(), endpoint = region) =>
    fetch(`${aws.urls.sts}/${endpoint}`, {
      method: "POST",
      body: new URLSearchParams({
        Action: "AssumeRoleWithSAML",
        Version: "2011-06-15",
        RoleArn: role,
        PrincipalArn: provider,
        SAMLAssertion,
      }),
    });

  it("gives sessions of its own partition, good in its Regions", async () => {
    const body = await (await assume()).text();
    const part = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(body)?.[1] ?? "";
    const credentials = {
      accessKeyId: part("AccessKeyId"),
      secretAccessKey: part("SecretAccessKey"),
      sessionToken: part("SessionToken"),
    };
    const identity = (at: string) =>
      new STSClient({ endpoint: `${aws.urls.sts}/${at}`, region: at, credentials, maxAttempts: 1 }).send(
        new GetCallerIdentityCommand({}),
      );
    const Arn = `arn:${partition}:sts::${accountId}:assumed-role/Engineer/ada@meridian.example`;
    await expect(identity(region)).resolves.toMatchObject({ Arn });
    const elsewhere = partition === "aws" ? "us-gov-west-1" : "us-east-1";
    await expect(identity(elsewhere)).rejects.toMatchObject({ name: "InvalidClientTokenId" });
  });

  it("is not known at another partition's endpoints", async () => {
    const elsewhere = partition === "aws" ? "cn-north-1" : "eu-west-1";
    const { code, message } = await faultOf(await assume(response(), elsewhere));
    expect(code).toBe("InvalidIdentityToken");
    expect(message).toMatch(/^Specified provider doesn't exist/);
  });

  it("refuses another partition's audience and sign-in host", async () => {
    const foreign = partition === "aws" ? "urn:amazon:webservices:govcloud" : "urn:amazon:webservices";
    expect(await faultOf(await assume(response({ audience: foreign })))).toMatchObject({
      message: "Response does not contain the required audience.",
    });
    const address =
      partition === "aws" ? "https://signin.amazonaws.cn/saml" : "https://signin.aws.amazon.com/saml";
    const confirmations = [{ recipient: address, notOnOrAfter: 300 }];
    expect(await faultOf(await assume(response({ confirmations })))).toMatchObject({
      code: "InvalidIdentityToken",
      message: "SubjectConfirmationData Recipient is not an AWS sign-in endpoint",
    });
  });

  it("signs browsers in and leads to its own console only", async () => {
    const consoleDomain = host.replace(/^.*signin\./, "console.");
    const RelayState = `https://${region}.${consoleDomain}/s3/home`;
    const post = (relayState: string) =>
      fetch(`${aws.urls.signin}/saml`, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ SAMLResponse: response(), RelayState: relayState }),
      });
    const own = await consoleOf({ urls: aws.urls }, await post(RelayState));
    expect(own.text).toContain(RelayState);
    const foreign =
      partition === "aws" ? "https://console.amazonaws.cn/s3/home" : "https://console.aws.amazon.com/s3/home";
    expect((await consoleOf({ urls: aws.urls }, await post(foreign))).text).not.toContain(foreign);
  });

  it("has an IAM that signs for one Region", async () => {
    const credentials = aws.adminKeys[accountId];
    if (credentials === undefined) throw new Error("the account has no administrator");
    const ask = (at: string) =>
      new IAMClient({ endpoint: aws.urls.iam, region: at, credentials, maxAttempts: 1 }).send(
        new GetRoleCommand({ RoleName: "Engineer" }),
      );
    await expect(ask(iamRegion)).resolves.toMatchObject({ Role: { Arn: role } });
    await expect(ask(partition === "aws" ? "cn-north-1" : "us-east-1")).rejects.toMatchObject({
      name: "InvalidClientTokenId",
    });
  });
});
