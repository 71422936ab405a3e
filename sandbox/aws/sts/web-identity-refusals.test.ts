import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "../testing/sts-world";
import { AUDIENCE, startWebIdentityWorld, type WebIdentityWorld } from "../testing/web-identity-world";

let aws: WebIdentityWorld;

beforeAll(async () => {
  aws = await startWebIdentityWorld();
});
afterEach(() => {
  Object.assign(aws.issuer.published, aws.published);
});
afterAll(() => aws.close());

describe("a token is refused", () => {
  const KEY =
    "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements";
  const invalid = (message: string) => ({ code: "InvalidIdentityToken", message });

  it("that is an access token, or Amazon's, or ends in a newline", async () => {
    const given = (WebIdentityToken: string) => refusalOf(aws.assume({ WebIdentityToken }));
    const notAJwt =
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)";
    expect(await given("ya29.opaque-access-token")).toEqual(invalid(notAJwt));
    expect(await given("a.b.c")).toEqual(invalid(notAJwt));
    const lwa = invalid("Provided Token is not a Login With Amazon token");
    expect(await given("Atza|IQEBLjAs")).toEqual(lwa);
    expect(await given(`${aws.issuer.token(aws.claims())}\n`)).toEqual(lwa);
    expect(await refusalOf(aws.assume({ ProviderId: "www.amazon.com" }))).toEqual(lwa);
  });

  it("that Facebook would not know, with a code of its own", async () => {
    expect(await refusalOf(aws.assume({ ProviderId: "graph.facebook.com" }))).toEqual({
      code: "IDPRejectedClaim",
      message: "graph.facebook.com: graph.facebook.com responded with HTTP/1.1 400 Bad Request",
    });
    expect((await refusalOf(aws.assume({ ProviderId: "accounts.example.com" }))).code).toBe(
      "ValidationError",
    );
  });

  it("of an issuer that the role's account has no provider for", async () => {
    const iss = "https://login.meridian.example/tenant";
    expect(await refusalOf(aws.withClaims({ iss }))).toEqual(
      invalid(`No OpenIDConnect provider found in your account for ${iss}`),
    );
    expect(await refusalOf(aws.withClaims({ iss: `${aws.issuer.url}/` }))).toEqual(
      invalid(`No OpenIDConnect provider found in your account for ${aws.issuer.url}/`),
    );
    const elsewhere = aws.assume({ RoleArn: `arn:aws:iam::730915284466:role/Web` });
    expect((await refusalOf(elsewhere)).message).toMatch(/^No OpenIDConnect provider found in your account/);
  });

  it.each(["iss", "sub", "aud", "exp", "iat"])("that lacks %s", async (claim) => {
    expect(await refusalOf(aws.withClaims({ [claim]: undefined }))).toEqual(
      invalid(`Missing a required claim: ${claim}`),
    );
  });

  it.each([
    ["for somebody else", { aud: "sts.amazonaws.com.evil.example" }],
    ["for two", { aud: [AUDIENCE, "other"] }],
    ["whose azp is not registered", { aud: AUDIENCE, azp: "unknown" }],
  ])("that is %s", async (_what, more) => {
    expect(await refusalOf(aws.withClaims(more))).toEqual(invalid("Incorrect token audience"));
  });

  it("that has expired, with both times", async () => {
    const exp = aws.now() - 1;
    expect(await refusalOf(aws.withClaims({ exp, iat: aws.now() - 300 }))).toEqual({
      code: "ExpiredTokenException",
      message: `Token expired: current date/time ${aws.now()} must be before the expiration date/time ${exp}`,
    });
  });

  it("that is not valid yet, or whose times are not whole seconds (words assumed)", async () => {
    expect((await refusalOf(aws.withClaims({ iat: aws.now() + 60 }))).code).toBe("InvalidIdentityToken");
    expect((await refusalOf(aws.withClaims({ nbf: aws.now() + 60 }))).code).toBe("InvalidIdentityToken");
    expect((await refusalOf(aws.withClaims({ exp: aws.now() + 60.5 }))).message).toBe(
      "Missing a required claim: exp",
    );
  });

  it("whose signature is another's, or whose header names no algorithm of AWS's (words assumed)", async () => {
    const token = aws.issuer.token(aws.claims());
    const spoiled = token.replace(
      /\.([^.]*)\./,
      `.${Buffer.from(JSON.stringify(aws.claims({ sub: "user:root" }))).toString("base64url")}.`,
    );
    expect((await refusalOf(aws.assume({ WebIdentityToken: spoiled }))).message).toBe(
      "Token signature is invalid",
    );
    expect((await refusalOf(aws.assume({ WebIdentityToken: `${token.slice(0, -8)}` }))).message).toBe(
      "Token signature is invalid",
    );
    for (const alg of ["none", "HS256", "PS256"]) {
      const WebIdentityToken = aws.issuer.token(aws.claims(), { alg });
      expect((await refusalOf(aws.assume({ WebIdentityToken }))).message).toBe(
        "Token signature algorithm is not supported",
      );
    }
    const critical = aws.issuer.token(aws.claims(), { crit: ["exp"] });
    expect((await refusalOf(aws.assume({ WebIdentityToken: critical }))).code).toBe("InvalidIdentityToken");
  });

  const discovery = (change: object) => () => {
    aws.issuer.published.discovery = { ...aws.published.discovery, ...change };
  };
  it.each<[string, () => void]>([
    [
      "cannot be reached in time",
      () => {
        aws.issuer.published.delayMs = 600;
      },
    ],
    [
      "answers with an error",
      () => {
        aws.issuer.published.status = 500;
      },
    ],
    ["calls itself something else", discovery({ issuer: "https://other.example" })],
    ["has its keys on another plain address", discovery({ jwks_uri: "http://127.0.0.1:1/keys" })],
    ["lists no claims", discovery({ claims_supported: undefined })],
    ["does not give id_token alone", discovery({ response_types_supported: ["code"] })],
    ["has pairwise subjects only", discovery({ subject_types_supported: ["pairwise"] })],
    ["lists no algorithms", discovery({ id_token_signing_alg_values_supported: [] })],
    [
      "publishes no keys",
      () => {
        aws.issuer.published.keys = [];
      },
    ],
    [
      "does not publish the key",
      () => {
        aws.issuer.published.keys = aws.published.keys.filter(
          (key) => !("kid" in key && key.kid === "ES256"),
        );
      },
    ],
    [
      "publishes 101 keys of a kind",
      () => {
        aws.issuer.published.keys = Array.from({ length: 101 }, (_, kid) => ({
          ...aws.published.keys[0],
          kid,
        }));
      },
    ],
  ])("when the issuer %s", async (_what, spoil) => {
    spoil();
    expect(await refusalOf(aws.assume())).toEqual(invalid(KEY));
  });

  it("with a key id that the issuer does not have", async () => {
    const WebIdentityToken = aws.issuer.token(aws.claims(), { kid: "retired" });
    expect(await refusalOf(aws.assume({ WebIdentityToken }))).toEqual(invalid(KEY));
  });

  it.each([
    ["a tag that is a number", { "https://aws.amazon.com/tags/principal_tags/team": 7 }],
    ["a tag of two values", { "https://aws.amazon.com/tags": { principal_tags: { team: ["a", "b"] } } }],
    ["tags that are a text", { "https://aws.amazon.com/tags": "team=data" }],
  ])("with %s (words assumed)", async (_what, more) => {
    expect((await refusalOf(aws.withClaims(more))).code).toBe("InvalidParameterValue");
  });

  it("with a source identity that AWS would not have", async () => {
    expect(await refusalOf(aws.withClaims({ "https://aws.amazon.com/source_identity": "a b" }))).toEqual(
      invalid('Source Identity must match [a-zA-Z_0-9+=,.@-]{2,256} and not begin with "aws:"'),
    );
  });
});

describe("the call itself", () => {
  it("is held against the model, and the token is never repeated", async () => {
    expect(await refusalOf(aws.assume({ WebIdentityToken: "x", RoleSessionName: "a" }))).toEqual({
      code: "ValidationError",
      message:
        "2 validation errors detected: " +
        "Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2; " +
        "Value at 'webIdentityToken' failed to satisfy constraint: Member must have length greater than or equal to 4",
    });
  });

  it("cannot last longer than the role allows", async () => {
    expect((await refusalOf(aws.assume({ DurationSeconds: 7201 }))).message).toBe(
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  });
});
