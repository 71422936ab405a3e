import {
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  DeleteRoleCommand,
  DeleteSAMLProviderCommand,
  GetRoleCommand,
  GetSAMLProviderCommand,
  IAMClient,
  ListRolesCommand,
  ListSAMLProvidersCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateSAMLProviderCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIdentityProvider, metadata, type TestIdentityProvider } from "../testing/identity-provider";
import {
  ACCOUNT,
  attributes,
  PROVIDER_ARN,
  roleArn,
  startTestAws,
  type TestAws,
  trust,
} from "../testing/running-aws";

let aws: TestAws;
let iam: IAMClient;
let idp: TestIdentityProvider;

beforeAll(async () => {
  aws = await startTestAws();
  idp = await createIdentityProvider("https://second.example/metadata");
  iam = new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials: adminKey() });
});
afterAll(() => aws.close());

function adminKey() {
  const key = aws.adminKeys[ACCOUNT];
  if (key === undefined) throw new Error("the account has no administrator");
  return key;
}

const refused = (name: string, message: string | RegExp) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) });

describe("an account's administrator, with the stock SDK,", () => {
  it("brings a provider, reads it back and finds it in the list", async () => {
    const { SAMLProviderArn } = await iam.send(
      new CreateSAMLProviderCommand({ Name: "Second", SAMLMetadataDocument: idp.metadataXml }),
    );
    expect(SAMLProviderArn).toBe(`arn:aws:iam::${ACCOUNT}:saml-provider/Second`);
    const provider = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }));
    expect(provider.SAMLMetadataDocument).toBe(idp.metadataXml);
    expect(provider.ValidUntil?.getTime()).toBeGreaterThan(Date.now());
    const { SAMLProviderList } = await iam.send(new ListSAMLProvidersCommand({}));
    expect(SAMLProviderList?.map(({ Arn }) => Arn)).toEqual([PROVIDER_ARN, SAMLProviderArn]);
    await iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn }));
    await expect(iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }))).rejects.toEqual(
      refused("NoSuchEntityException", /Second/),
    );
  });

  it("makes a role, lists it by path, changes and deletes it", async () => {
    const document = JSON.stringify(trust());
    const made = await iam.send(
      new CreateRoleCommand({
        RoleName: "Auditor",
        Path: "/security/",
        AssumeRolePolicyDocument: document,
        Description: "reads everything",
      }),
    );
    expect(made.Role).toMatchObject({
      Arn: `arn:aws:iam::${ACCOUNT}:role/security/Auditor`,
      MaxSessionDuration: 3600,
    });
    expect(decodeURIComponent(made.Role?.AssumeRolePolicyDocument ?? "")).toBe(document);
    const listed = await iam.send(new ListRolesCommand({ PathPrefix: "/security/" }));
    expect(listed.Roles?.map(({ RoleName }) => RoleName)).toEqual(["Auditor"]);
    await iam.send(new UpdateRoleCommand({ RoleName: "Auditor", MaxSessionDuration: 7200 }));
    const read = await iam.send(new GetRoleCommand({ RoleName: "Auditor" }));
    expect(read.Role).toMatchObject({ MaxSessionDuration: 7200, Description: "reads everything" });
    await iam.send(new DeleteRoleCommand({ RoleName: "Auditor" }));
    await expect(iam.send(new GetRoleCommand({ RoleName: "Auditor" }))).rejects.toEqual(
      refused("NoSuchEntityException", /^The role with name Auditor cannot be found\.$/),
    );
  });

  it("pages through lists", async () => {
    await iam.send(
      new CreateRoleCommand({ RoleName: "Zeta", AssumeRolePolicyDocument: JSON.stringify(trust()) }),
    );
    const first = await iam.send(new ListRolesCommand({ MaxItems: 1 }));
    expect(first.IsTruncated).toBe(true);
    const second = await iam.send(new ListRolesCommand({ MaxItems: 1, Marker: first.Marker }));
    expect([first, second].map(({ Roles }) => Roles?.[0]?.RoleName)).toEqual(["Engineer", "Zeta"]);
    expect(second.IsTruncated).toBe(false);
    await iam.send(new DeleteRoleCommand({ RoleName: "Zeta" }));
  });
});

describe("what IAM changes, STS knows at once:", () => {
  it("new metadata after a key rotation", async () => {
    expect((await aws.assume()).status).toBe(200);
    const rotated = idp.metadataXml.replace(idp.entityId, aws.idp.entityId);
    const update = (SAMLMetadataDocument: string) =>
      iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn: PROVIDER_ARN, SAMLMetadataDocument }));
    await update(rotated);
    expect(await (await aws.assume()).text()).toContain("Response signature invalid");
    await update(aws.idp.metadataXml);
    expect((await aws.assume()).status).toBe(200);
  });

  it("another trust policy", async () => {
    const change = (policy: object) =>
      iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName: "Engineer", PolicyDocument: JSON.stringify(policy) }),
      );
    await change(trust({ Effect: "Deny" }));
    expect((await aws.assume()).status).toBe(403);
    await change(trust());
    expect((await aws.assume()).status).toBe(200);
  });

  it("a role deleted and made again, whose old sessions are dead", async () => {
    const make = () =>
      iam.send(
        new CreateRoleCommand({ RoleName: "Brief", AssumeRolePolicyDocument: JSON.stringify(trust()) }),
      );
    await make();
    const Role = [`${roleArn("Brief")},${PROVIDER_ARN}`];
    const body = await (await aws.assume({ attributes: attributes({ Role }) }, {}, "Brief")).text();
    const part = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(body)?.[1] ?? "";
    const session = new STSClient({
      endpoint: aws.urls.sts,
      region: "us-east-1",
      credentials: {
        accessKeyId: part("AccessKeyId"),
        secretAccessKey: part("SecretAccessKey"),
        sessionToken: part("SessionToken"),
      },
    });
    await expect(session.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ Account: ACCOUNT });
    await iam.send(new DeleteRoleCommand({ RoleName: "Brief" }));
    await make();
    await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toEqual(
      refused("InvalidClientTokenId", /^The security token included in the request is invalid\.$/),
    );
  });
});

describe("IAM refuses", () => {
  const certificate = () => idp.certificatePem.replace(/-----[^-]+-----|\s/g, "");
  const create = (SAMLMetadataDocument: string, Name = "Third") =>
    iam.send(new CreateSAMLProviderCommand({ Name, SAMLMetadataDocument }));

  it("metadata under 1,000 characters", async () => {
    await expect(create("<short/>")).rejects.toEqual(
      refused("ValidationError", /at 'sAMLMetadataDocument' .* length greater than or equal to 1000$/),
    );
  });

  it.each<[string, () => string | Promise<string>]>([
    ["is not XML", () => "x".repeat(1000)],
    ["has a byte order mark", () => `\uFEFF${idp.metadataXml}`],
    ["has a document type", () => `<!DOCTYPE x>${idp.metadataXml}`],
    ["has no entityID", () => idp.metadataXml.replace("entityID", "id")],
    ["has no certificate", () => metadata("https://x.example", [])],
    ["has a certificate that is none", () => metadata("https://x.example", ["AAAA"])],
    [
      "has an RSA key of 512 bits",
      async () => (await createIdentityProvider("https://x.example", "rsa-tiny")).metadataXml,
    ],
    [
      "has an elliptic-curve key",
      async () => (await createIdentityProvider("https://x.example", "ec")).metadataXml,
    ],
    ["has no sign-on location", () => metadata("https://x.example", [certificate()], false)],
  ])("metadata that %s", async (_what, make) => {
    await expect(create(await make())).rejects.toEqual(
      refused("InvalidInputException", /^Could not parse metadata\.$/),
    );
  });

  it("a provider's name twice, and a name that is none", async () => {
    await expect(create(idp.metadataXml, "rolebridge")).rejects.toEqual(
      refused("EntityAlreadyExistsException", /rolebridge/),
    );
    await expect(create(idp.metadataXml, "a b")).rejects.toEqual(
      refused("ValidationError", /at 'name' .* pattern/),
    );
  });

  it.each([
    ["is not JSON", "{", /^This policy contains invalid Json$/],
    [
      "names a resource",
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Resource: "*" }],
      }),
      /^Has prohibited field Resource$/,
    ],
    [
      "names nobody",
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] }),
      /Principal/,
    ],
    [
      "allows more than STS",
      JSON.stringify(trust({ Action: "s3:GetObject" })),
      /^AssumeRole policy may only specify STS AssumeRole actions\.$/,
    ],
    [
      "names something that federates nobody",
      JSON.stringify(trust({ Principal: { Federated: "Rolebridge" } })),
      /^Federated principals must be valid domain names or SAML metadata ARNs$/,
    ],
    [
      "has a condition operator AWS has not",
      JSON.stringify(trust({ Condition: { StringIs: { "SAML:aud": "x" } } })),
      /StringIs/,
    ],
  ])("a trust policy that %s", async (_what, AssumeRolePolicyDocument, message) => {
    const made = iam.send(new CreateRoleCommand({ RoleName: "Odd", AssumeRolePolicyDocument }));
    await expect(made).rejects.toEqual(refused("MalformedPolicyDocumentException", message));
  });

  it("a trust policy over 2,048 characters, a second role of a name, a maximum under an hour", async () => {
    const make = (RoleName: string, policy: object, MaxSessionDuration?: number) =>
      iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: JSON.stringify(policy),
          ...(MaxSessionDuration === undefined ? {} : { MaxSessionDuration }),
        }),
      );
    const long = trust({ Condition: { StringEquals: { "SAML:sub": "s".repeat(2048) } } });
    await expect(make("Long", long)).rejects.toEqual(
      refused("LimitExceededException", /^Cannot exceed quota for ACLSizePerRole: 2048$/),
    );
    await expect(make("ENGINEER", trust())).rejects.toEqual(
      refused("EntityAlreadyExistsException", /^Role with name ENGINEER already exists\.$/),
    );
    await expect(make("Short", trust(), 3599)).rejects.toEqual(
      refused("ValidationError", /'maxSessionDuration'/),
    );
  });

  it("a role's session, which has no permissions here", async () => {
    const body = await (await aws.assume()).text();
    const part = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(body)?.[1] ?? "";
    const session = new IAMClient({
      endpoint: aws.urls.iam,
      region: "us-east-1",
      credentials: {
        accessKeyId: part("AccessKeyId"),
        secretAccessKey: part("SecretAccessKey"),
        sessionToken: part("SessionToken"),
      },
    });
    await expect(session.send(new ListRolesCommand({}))).rejects.toEqual(
      refused(
        "AccessDenied",
        /^User: arn:aws:sts::\d+:assumed-role\/Engineer\/ada@meridian\.example is not authorized to perform: iam:ListRoles/,
      ),
    );
  });

  it("another account's administrator looking for this account's role", async () => {
    const credentials = aws.adminKeys["730915284466"];
    if (credentials === undefined) throw new Error("no key");
    const other = new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials });
    const { SAMLProviderList } = await other.send(new ListSAMLProvidersCommand({}));
    expect(SAMLProviderList).toEqual([]);
  });
});
