import { createPrivateKey, randomBytes } from "node:crypto";
import { CreateSAMLProviderCommand, IAMClient } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awsAssertionAttributes } from "@/lib/aws/assertion-attributes";
import { makeSigningKey } from "@/lib/keys/signing-key";
import { identityProviderMetadata } from "@/lib/saml/identity-provider";
import { signAssertion } from "@/lib/saml/sign-assertion";
import { ACCOUNT, faultOf, lifetimeOf, startTestAws, type TestAws } from "../testing/running-aws";

const ENTITY_ID = "https://rolebridge.example/aws/saml/metadata";
const PROVIDER = `arn:aws:iam::${ACCOUNT}:saml-provider/Product`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ops/Deploy`;

let aws: TestAws;
let sign: (options: { signResponse: boolean; recipient?: string; tag?: string }) => string;

beforeAll(async () => {
  const trustPolicy = {
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Federated: PROVIDER },
      Action: ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"],
      Condition: {
        StringEquals: {
          "SAML:aud": "https://signin.aws.amazon.com/saml",
          "SAML:iss": ENTITY_ID,
          "SAML:sub_type": "persistent",
          "aws:RequestTag/department": "Süd",
        },
      },
    },
  };
  aws = await startTestAws([{ name: "Deploy", path: "/ops/", maxSessionDuration: 7200, trustPolicy }]);
  const key = await makeSigningKey("Rolebridge", aws.clock.now);
  const certificate = key.certificatePem.replace(/-----[^-]+-----|\s/g, "");
  const privateKey = createPrivateKey({ key: key.privateKeyPkcs8, format: "der", type: "pkcs8" });
  const credentials = aws.adminKeys[ACCOUNT];
  if (credentials === undefined) throw new Error("the account has no administrator");
  await new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials }).send(
    new CreateSAMLProviderCommand({
      Name: "Product",
      SAMLMetadataDocument: identityProviderMetadata({
        entityId: ENTITY_ID,
        singleSignOnUrl: "https://rolebridge.example/",
        certificates: [certificate],
      }),
    }),
  );
  sign = ({ signResponse, recipient = "https://signin.aws.amazon.com/saml", tag = "Süd" }) =>
    signAssertion(
      {
        issuer: ENTITY_ID,
        recipient,
        audience: "urn:amazon:webservices",
        nameId: "ada@meridian.example",
        attributes: awsAssertionAttributes({
          roleArn: ROLE,
          providerArn: PROVIDER,
          sessionName: "ada@meridian.example",
          durationSeconds: 1800,
          tags: [{ key: "department", value: tag }],
          transitiveTagKeys: ["department"],
          sourceIdentity: "ada@meridian.example",
        }),
        issueInstant: aws.clock.now,
        backdatedSeconds: 60,
        lifetimeSeconds: 120,
      },
      { privateKey, certificate },
      { signResponse, randomBytes },
    ).samlResponse.reveal();
});
afterAll(() => aws.close());

const ask = (SAMLAssertion: string) =>
  aws.sts({ Action: "AssumeRoleWithSAML", RoleArn: ROLE, PrincipalArn: PROVIDER, SAMLAssertion });

describe("what Rolebridge signs, with the metadata Rolebridge publishes,", () => {
  it.each([true, false])("is taken (response signed as well: %s)", async (signResponse) => {
    const answer = await ask(sign({ signResponse }));
    expect(answer.status).toBe(200);
    expect(await lifetimeOf(answer, aws.clock.now)).toBe(1800);
  });

  it("is refused for another address, and for a tag that the trust policy does not allow", async () => {
    const elsewhere = sign({ signResponse: false, recipient: "https://signin.aws.amazon.com/saml/" });
    expect((await ask(elsewhere)).status).toBe(400);
    expect(await faultOf(await ask(sign({ signResponse: false, tag: "Nord" })))).toMatchObject({
      status: 403,
      code: "AccessDenied",
    });
  });

  it("is refused six minutes later", async () => {
    const assertion = sign({ signResponse: false });
    aws.clock.now = new Date(aws.clock.now.getTime() + 360_000);
    expect((await faultOf(await ask(assertion))).code).toBe("ExpiredTokenException");
  });
});
