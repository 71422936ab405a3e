import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { credentialsOf, HOME, refusalOf } from "../testing/sts-world";
import { AUDIENCE, role, startWebIdentityWorld, type WebIdentityWorld } from "../testing/web-identity-world";

let aws: WebIdentityWorld;

beforeAll(async () => {
  aws = await startWebIdentityWorld();
});
afterAll(() => aws.close());

const denied = {
  code: "AccessDenied",
  message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
};

describe("AssumeRoleWithWebIdentity", () => {
  it.each(["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"])(
    "takes a token signed with %s",
    async (alg) => {
      const answer = await aws.assume({
        WebIdentityToken: aws.issuer.token(aws.claims(), { alg }),
        DurationSeconds: 900,
      });
      expect(answer).toMatchObject({
        SubjectFromWebIdentityToken: "user:ada",
        Audience: AUDIENCE,
        Provider: aws.issuer.url,
        AssumedRoleUser: { Arn: `arn:aws:sts::${HOME}:assumed-role/Web/ada` },
      });
      expect(answer.Credentials?.Expiration).toEqual(new Date(aws.clock.now.getTime() + 900_000));
      expect(answer).not.toHaveProperty("PackedPolicySize");
      expect((await aws.client(credentialsOf(answer)).send(new GetCallerIdentityCommand({}))).Account).toBe(
        HOME,
      );
    },
  );

  it("lets azp take the place of aud", async () => {
    const answer = await aws.withClaims({ aud: ["first", "second"], azp: "other" }, "Original");
    expect(answer.Audience).toBe("other");
  });

  it("reads tags and source identity, nested and flattened", async () => {
    const nested = {
      "https://aws.amazon.com/tags": {
        principal_tags: { team: ["data"], cost: "12" },
        transitive_tag_keys: ["team"],
      },
      "https://aws.amazon.com/source_identity": "ada@meridian.example",
    };
    const flat = {
      "https://aws.amazon.com/tags/principal_tags/team": "data",
      "https://aws.amazon.com/tags/transitive_tag_keys": ["team"],
    };
    const first = await aws.withClaims(nested, "Tagged");
    expect(first).toMatchObject({
      SourceIdentity: "ada@meridian.example",
      PackedPolicySize: expect.any(Number),
    });
    expect((await aws.withClaims(flat, "Tagged")).PackedPolicySize).toBeGreaterThan(0);
    expect(await refusalOf(aws.withClaims({}, "Tagged"))).toEqual(denied);
  });

  it("lets subject and tags be seen by the next role", async () => {
    const session = await aws.withClaims({ "https://aws.amazon.com/tags/principal_tags/team": "data" });
    const next = new AssumeRoleCommand({ RoleArn: role("Inner"), RoleSessionName: "ada" });
    expect((await aws.client(credentialsOf(session)).send(next)).Credentials).toBeDefined();
    const other = await aws.withClaims({
      sub: "user:otto",
      "https://aws.amazon.com/tags/principal_tags/team": "data",
    });
    expect((await refusalOf(aws.client(credentialsOf(other)).send(next))).code).toBe("AccessDenied");
  });

  it("knows whether the issuer named the role, as a list or as one text", async () => {
    const named = (roles: unknown) => aws.withClaims({ "https://aws.amazon.com/roles": roles }, "Authorized");
    expect((await named([role("Authorized")])).Credentials).toBeDefined();
    expect((await named(`${role("Web")};${role("Authorized")}`)).Credentials).toBeDefined();
    expect(await refusalOf(aws.withClaims({}, "Authorized"))).toEqual(denied);
  });

  it("refuses a role that is not among those the token names, before its trust policy (words assumed)", async () => {
    const call = aws.withClaims({ "https://aws.amazon.com/roles": [role("Plain")] });
    expect((await refusalOf(call)).code).toBe("InvalidIdentityToken");
  });
});

describe("a trust policy", () => {
  it.each([
    ["sub", "Subject", { sub: "system:ci" }, {}],
    ["aud", "Audience", { aud: "other" }, {}],
    ["amr", "Strong", { amr: ["pwd"] }, { amr: ["pwd", "mfa"] }],
    ["email", "Mail", {}, { email: "ada@meridian.example" }],
  ])("can ask for %s", async (_key, name, wrong, right) => {
    expect((await aws.withClaims(right, name)).Credentials).toBeDefined();
    expect(await refusalOf(aws.withClaims(wrong, name))).toEqual(denied);
  });

  it("cannot ask for any other claim", async () => {
    expect(await refusalOf(aws.withClaims({ groups: "data" }, "Groups"))).toEqual(denied);
  });

  it.each([
    ["tags without sts:TagSession", { "https://aws.amazon.com/tags/principal_tags/team": "data" }],
    ["a source identity without sts:SetSourceIdentity", { "https://aws.amazon.com/source_identity": "ada" }],
  ])("does not let in %s", async (_what, more) => {
    expect((await aws.withClaims({}, "Plain")).Credentials).toBeDefined();
    expect(await refusalOf(aws.withClaims(more, "Plain"))).toEqual(denied);
  });

  it("says no more of a role that does not exist", async () => {
    expect(await refusalOf(aws.withClaims({}, "Gone"))).toEqual(denied);
  });
});
