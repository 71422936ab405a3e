import { AssumeRoleWithSAMLCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  attributes,
  faultOf,
  lifetimeOf,
  PROVIDER_ARN,
  roleArn,
  startTestAws,
  type TestAws,
  trust,
} from "../testing/running-aws";

let aws: TestAws;

beforeAll(async () => {
  aws = await startTestAws([
    { name: "Pathed", path: "/team/", maxSessionDuration: 3600, trustPolicy: trust() },
  ]);
});
afterAll(() => aws.close());

describe("a session", () => {
  it("is issued to the stock SDK, and its credentials say who they are", async () => {
    const client = new STSClient({ endpoint: aws.urls.sts, region: "eu-west-1" });
    const issued = await client.send(
      new AssumeRoleWithSAMLCommand({
        RoleArn: roleArn("Engineer"),
        PrincipalArn: PROVIDER_ARN,
        SAMLAssertion: aws.response("Engineer"),
        DurationSeconds: 900,
      }),
    );
    expect(issued).toMatchObject({
      Audience: "https://signin.aws.amazon.com/saml",
      Issuer: aws.idp.entityId,
      Subject: "ada@meridian.example",
      SubjectType: "persistent",
    });
    expect(issued.PackedPolicySize).toBeUndefined();
    expect(issued.AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z0-9]{17}:ada@meridian\.example$/);
    const {
      AccessKeyId = "",
      SecretAccessKey = "",
      SessionToken = "",
      Expiration,
    } = issued.Credentials ?? {};
    expect(AccessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
    expect(SecretAccessKey).toHaveLength(40);
    expect(Expiration?.getTime()).toBe(Math.floor(aws.clock.now.getTime() / 1000) * 1000 + 900_000);
    const whoAmI = new STSClient({
      endpoint: aws.urls.sts,
      region: "eu-west-1",
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    });
    await expect(whoAmI.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Engineer/ada@meridian.example`,
      UserId: issued.AssumedRoleUser?.AssumedRoleId,
    });
  });

  it("drops the role's path from its own ARN", async () => {
    const pair = {
      Role: [`arn:aws:iam::${ACCOUNT}:role/team/Pathed,${PROVIDER_ARN}`],
      RoleSessionName: ["ada"],
    };
    const answer = await aws.assume(
      { attributes: pair },
      { RoleArn: `arn:aws:iam::${ACCOUNT}:role/team/Pathed` },
    );
    expect(await answer.text()).toContain(`<Arn>arn:aws:sts::${ACCOUNT}:assumed-role/Pathed/ada</Arn>`);
  });

  it("answers in the documented order, pretty-printed, without a packed size when nothing was packed", async () => {
    const body = await (await aws.assume()).text();
    expect(
      body.startsWith(
        '<AssumeRoleWithSAMLResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n  <AssumeRoleWithSAMLResult>\n',
      ),
    ).toBe(true);
    expect(body.match(/<(AccessKeyId|SecretAccessKey|SessionToken|Expiration)>/g)).toEqual([
      "<AccessKeyId>",
      "<SecretAccessKey>",
      "<SessionToken>",
      "<Expiration>",
    ]);
    expect(body).not.toContain("PackedPolicySize");
  });

  it("reports source identity and packed size when they were asked for", async () => {
    const answer = await aws.assume({
      attributes: attributes({ SourceIdentity: ["ada"], "PrincipalTag:team": ["data"] }),
    });
    const body = await answer.text();
    expect(body).toContain("<SourceIdentity>ada</SourceIdentity>");
    expect(body).toMatch(/<PackedPolicySize>[1-9]\d*<\/PackedPolicySize>/);
  });

  it("can be had again with the same assertion inside the five minutes", async () => {
    const SAMLAssertion = aws.response("Engineer");
    expect((await aws.assume({}, { SAMLAssertion })).status).toBe(200);
    expect((await aws.assume({}, { SAMLAssertion })).status).toBe(200);
  });

  it("takes the Role value in either order", async () => {
    const swapped = attributes({ Role: [`${PROVIDER_ARN},${roleArn("Engineer")}`] });
    expect((await aws.assume({ attributes: swapped })).status).toBe(200);
  });

  it.each([
    ["https://eu-west-1.signin.aws.amazon.com/saml"],
    ["https://us-east-1.signin.aws.amazon.com/saml"],
  ])("takes the regional sign-in URL %s as recipient", async (recipient) => {
    expect((await aws.assume({ confirmations: [{ recipient, notOnOrAfter: 60 }] })).status).toBe(200);
  });
});

describe("the duration", () => {
  it("is an hour unless asked otherwise", async () => {
    expect(await lifetimeOf(await aws.assume(), aws.clock.now)).toBe(3600);
  });
  it("is shortened, never lengthened, by the SessionDuration attribute", async () => {
    expect(
      await lifetimeOf(
        await aws.assume({ attributes: attributes({ SessionDuration: ["1200"] }) }),
        aws.clock.now,
      ),
    ).toBe(1200);
    expect(
      await lifetimeOf(
        await aws.assume({ attributes: attributes({ SessionDuration: ["43200"] }) }),
        aws.clock.now,
      ),
    ).toBe(3600);
  });
  it("is cut by SessionNotOnOrAfter", async () => {
    expect(await lifetimeOf(await aws.assume({ sessionNotOnOrAfter: 1000 }), aws.clock.now)).toBeCloseTo(
      1000,
      -1,
    );
  });
  it("may not exceed the role's maximum", async () => {
    expect(await faultOf(await aws.assume({}, { DurationSeconds: "7201" }))).toEqual({
      status: 400,
      code: "ValidationError",
      message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    });
  });
});
