import { createPublicKey, generateKeyPairSync, type JsonWebKey, verify } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { issuerDiscovery, publicJwk, TOKEN_ALGORITHMS, type TokenAlgorithm } from "./issuer";
import { signJwt, type TokenContent, type TokenSigner } from "./sign-jwt";

const NOW = new Date("2026-03-02T09:00:00.900Z");
const PAIRS = {
  RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
};
const signer = (algorithm: TokenAlgorithm): TokenSigner => ({
  algorithm,
  keyId: `key-${algorithm}`,
  privateKey: PAIRS[algorithm].privateKey,
});
const CONTENT: TokenContent = {
  issuer: "https://rolebridge.example.com",
  subject: "user:okta:ada@example.com",
  audience: "sts.amazonaws.com",
  tokenId: "token-1",
  issuedAt: NOW,
  backdatedSeconds: 60,
  lifetimeSeconds: 300,
  claims: { "https://aws.amazon.com/roles": ["arn:aws:iam::123456789012:role/One"] },
};

describe.each(TOKEN_ALGORITHMS)("a token signed with %s", (algorithm) => {
  const jwk = publicJwk(algorithm, `key-${algorithm}`, PAIRS[algorithm].publicKey);

  test("is verified by node:crypto with nothing but the published key", async () => {
    const token = (await signJwt(CONTENT, signer(algorithm))).reveal();
    const [header = "", payload = "", signature = ""] = token.split(".");
    const key = createPublicKey({ key: jwk as JsonWebKey, format: "jwk" });
    const signed = Buffer.from(`${header}.${payload}`);
    const check = (bytes: Buffer) =>
      verify("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
    expect(check(signed)).toBe(true);
    expect(check(Buffer.concat([signed, Buffer.from("x")]))).toBe(false);
  });

  test("is verified by jose for its audience and its five minutes, and for no others", async () => {
    const token = (await signJwt(CONTENT, signer(algorithm))).reveal();
    const key = await importJWK({ ...jwk });
    const expected = { issuer: CONTENT.issuer, audience: CONTENT.audience, currentDate: NOW };
    const { payload } = await jwtVerify(token, key, expected);
    expect(payload).toMatchObject({ sub: CONTENT.subject, jti: "token-1", ...CONTENT.claims });
    for (const wrong of [
      { audience: "another" },
      { issuer: `${CONTENT.issuer}/` },
      { currentDate: new Date(NOW.getTime() + 300_000) },
      { currentDate: new Date(NOW.getTime() - 62_000) },
    ]) {
      await expect(jwtVerify(token, key, { ...expected, ...wrong })).rejects.toThrow();
    }
  });

  test("has whole seconds, five minutes, one audience, and a header that leads nowhere (O09)", async () => {
    const token = (await signJwt(CONTENT, signer(algorithm))).reveal();
    const iat = Math.floor(NOW.getTime() / 1000);
    expect(decodeJwt(token)).toMatchObject({ iat, nbf: iat - 60, exp: iat + 300, aud: "sts.amazonaws.com" });
    expect(decodeProtectedHeader(token)).toEqual({ alg: algorithm, kid: `key-${algorithm}`, typ: "JWT" });
  });

  test("publishes no private member of the key", () => {
    const members = algorithm === "RS256" ? ["kty", "n", "e"] : ["kty", "crv", "x", "y"];
    expect(Object.keys(jwk)).toEqual([...members, "use", "alg", "kid"]);
  });

  test("cannot be signed with the other algorithm's key (O07)", async () => {
    const other = algorithm === "RS256" ? "ES256" : "RS256";
    await expect(
      signJwt(CONTENT, { ...signer(algorithm), privateKey: PAIRS[other].privateKey }),
    ).rejects.toThrow();
  });
});

test("a further claim never takes the place of a registered one", async () => {
  const claims = { iss: "https://evil.example", sub: "root", aud: "*", exp: 4_000_000_000 };
  const token = await signJwt({ ...CONTENT, claims }, signer("ES256"));
  expect(decodeJwt(token.reveal())).toMatchObject({
    iss: CONTENT.issuer,
    sub: CONTENT.subject,
    aud: CONTENT.audience,
    exp: Math.floor(NOW.getTime() / 1000) + 300,
  });
});

test("a token does not print", async () => {
  expect(`${await signJwt(CONTENT, signer("ES256"))}`).toBe("[redacted]");
});

test("the discovery document has what IAM asks for and no endpoint where somebody could ask for a token", () => {
  expect(issuerDiscovery("https://rolebridge.example.com", ["iss"])).toEqual({
    issuer: "https://rolebridge.example.com",
    jwks_uri: "https://rolebridge.example.com/.well-known/jwks.json",
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256", "ES256"],
    scopes_supported: ["openid"],
    claims_supported: ["iss"],
  });
});
