import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bends, Provider } from "./fixtures/provider";
import { openSignInWorld, type SignInWorld } from "./fixtures/sign-in-world";
import { JWK } from "./fixtures/sign-token";

let world: SignInWorld;
let provider: Provider;
beforeAll(async () => {
  world = await openSignInWorld();
  provider = await world.connect("okta");
});
afterAll(() => world.close());

const now = () => Math.floor(Date.now() / 1000);
const HOUR = 3_600;
const half = createHash("sha256").update("access-token").digest().subarray(0, 16).toString("base64url");

test("an honest ID token signs in, so that each refusal below is about what was bent", async () => {
  const kept: Bends[] = [
    {},
    { claims: { at_hash: half, azp: "client", aud: ["client"] }, header: { typ: "JWT" } },
    { claims: { iat: now() + 30, nbf: now() + 5, exp: now() - 5 } },
    { claims: { sub: "x".repeat(255) }, userinfo: { status: 403 } },
    { header: { x5t: "abc", jku: `${provider.issuer}/evil`, x5u: `${provider.issuer}/evil` } },
  ];
  for (const bends of kept) {
    expect(world.isSignedIn(await world.attempt(provider, "okta", bends)), JSON.stringify(bends)).toBe(true);
  }
  expect(provider.asked).not.toContain("/evil");
});

const CASES: readonly [title: string, bends: () => Bends, reason: string | RegExp][] = [
  ["O02 nonce missing", () => ({ without: ["nonce"] }), "nonce_mismatch"],
  ["O02 nonce of another flow", () => ({ claims: { nonce: "another" } }), "nonce_mismatch"],
  ["O02 nonce as a list", () => ({ claims: { nonce: ["x"] } }), "nonce_mismatch"],
  ["O05 alg none", () => ({ signWith: "none", header: { alg: "none" } }), "unexpected_jwt_alg_received"],
  ["O05 alg nOnE", () => ({ signWith: "none", header: { alg: "nOnE" } }), "unexpected_jwt_alg_received"],
  ["O05 no alg at all", () => ({ signWith: "none", header: { alg: null } }), "unexpected_jwt_alg_received"],
  ["O05 the right alg and no signature", () => ({ signWith: "none" }), "failed_to_validate_jwt_signature"],
  [
    "O06 HS256 with the public key as the secret",
    () => ({ signWith: "hmac-with-public-key", header: { alg: "HS256" } }),
    "unexpected_jwt_alg_received",
  ],
  [
    "O06 HS256 with the client's secret",
    () => ({ signWith: "hmac-with-client-secret", header: { alg: "HS256" } }),
    "unexpected_jwt_alg_received",
  ],
  [
    "O06 RS256 in the header over an HMAC",
    () => ({ signWith: "hmac-with-public-key" }),
    "failed_to_validate_jwt_signature",
  ],
  [
    "O07 ES256 where RS256 is expected",
    () => ({ signWith: "ec", header: { alg: "ES256", kid: "e1" } }),
    "unexpected_jwt_alg_received",
  ],
  [
    "O07 RS256 that names a key of another kind",
    () => ({ header: { kid: "e1" } }),
    "no_valid_key_found_in_issuer_s_jwks_uri_for_key_parameters",
  ],
  ["O07 another key's signature", () => ({ signWith: "other" }), "failed_to_validate_jwt_signature"],
  ["O07 bytes that are no signature", () => ({ signWith: "garbage" }), "failed_to_validate_jwt_signature"],
  ["O08 crit with an unknown name", () => ({ header: { crit: ["x"], x: 1 } }), /signature|critical/],
  ["O08 crit with b64", () => ({ header: { crit: ["b64"], b64: false } }), /signature|critical/],
  ["O08 b64 true and critical", () => ({ header: { crit: ["b64"], b64: true } }), "id_token_critical_header"],
  ["O08 an empty crit", () => ({ header: { crit: [] } }), /signature|critical/],
  ["O08 b64 alone", () => ({ header: { b64: false } }), /signature|critical/],
  ["O08 zip", () => ({ header: { zip: "DEF" } }), "id_token_compressed"],
  ["O09 kid as a path", () => ({ header: { kid: "../../etc/passwd" } }), /^no_valid_key/],
  ["O09 kid as SQL", () => ({ header: { kid: "k1' OR '1'='1" } }), /^no_valid_key/],
  ["O09 kid as an address", () => ({ header: { kid: `${provider.issuer}/evil` } }), /^no_valid_key/],
  ["O09 kid as an object", () => ({ header: { kid: { $ne: 1 } } }), /^no_valid_key/],
  [
    "O09 its own key in jwk",
    () => ({ signWith: "other", header: { jwk: JWK.foreign } }),
    "failed_to_validate_jwt_signature",
  ],
  [
    "O09 its own key behind jku and x5u",
    () => ({ signWith: "other", header: { jku: `${provider.issuer}/evil`, x5u: `${provider.issuer}/evil` } }),
    "failed_to_validate_jwt_signature",
  ],
  ["O10 aud of another client", () => ({ claims: { aud: "another" } }), "aud_mismatch"],
  ["O10 aud in another case", () => ({ claims: { aud: "Client" } }), "aud_mismatch"],
  ["O10 an empty list of audiences", () => ({ claims: { aud: [] } }), "aud_is_missing_the_client_id"],
  ["O10 aud missing", () => ({ without: ["aud"] }), /aud/],
  [
    "O10 an audience beside us and no azp",
    () => ({ claims: { aud: ["client", "another"] } }),
    "missing_required_jwt_property_azp",
  ],
  [
    "O10 an audience beside us, issued to us",
    () => ({ claims: { aud: ["client", "another"], azp: "client" } }),
    "id_token_for_other_audiences",
  ],
  ["O10 azp of another client", () => ({ claims: { azp: "another" } }), "azp_mismatch"],
  ["O11 iss with a slash more", () => ({ claims: { iss: `${provider.issuer}/` } }), "unexpected_iss_value"],
  [
    "O11 iss in another case",
    () => ({ claims: { iss: provider.issuer.toUpperCase() } }),
    "unexpected_iss_value",
  ],
  [
    "O11 iss as a tenant template",
    () => ({ claims: { iss: "https://login.microsoftonline.com/{tenantid}/v2.0", tid: "x" } }),
    "unexpected_iss_value",
  ],
  ["O11 iss missing", () => ({ without: ["iss"] }), /iss/],
  ["O12 exp in the past", () => ({ claims: { exp: now() - HOUR } }), "jwt_expired"],
  ["O12 exp missing", () => ({ without: ["exp"] }), /exp/],
  ["O12 exp as text", () => ({ claims: { exp: "9999999999" } }), /exp/],
  ["O12 iat in the future", () => ({ claims: { iat: now() + HOUR } }), "id_token_issued_in_the_future"],
  ["O12 iat long ago", () => ({ claims: { iat: now() - 24 * HOUR } }), "id_token_issued_long_ago"],
  ["O12 iat missing", () => ({ without: ["iat"] }), /iat/],
  ["O12 nbf in the future", () => ({ claims: { nbf: now() + HOUR } }), "jwt_not_active_yet"],
  ["O12 nbf as text", () => ({ claims: { nbf: "0" } }), /nbf/],
  ["O13 sub missing", () => ({ without: ["sub"] }), /sub/],
  ["O13 sub empty", () => ({ claims: { sub: "" }, userinfo: { status: 403 } }), "id_token_sub_invalid"],
  [
    "O13 sub of 256 characters",
    () => ({ claims: { sub: "x".repeat(256) }, userinfo: { status: 403 } }),
    "id_token_sub_invalid",
  ],
  ["O13 sub as a number", () => ({ claims: { sub: 1 }, userinfo: { status: 403 } }), "id_token_sub_invalid"],
  [
    "O13 sub with an invisible character",
    () => ({ claims: { sub: "user-1\u200b" }, userinfo: { status: 403 } }),
    "id_token_sub_invalid",
  ],
  ["O14 at_hash of another token", () => ({ claims: { at_hash: "A".repeat(22) } }), /^at_hash_mismatch/],
  ["O14 at_hash that is none", () => ({ claims: { at_hash: 5 } }), /at_hash|unknown|argument/],
  [
    "O24 a logout token as an ID token",
    () => ({ header: { typ: "logout+jwt" }, claims: { events: {} } }),
    "id_token_of_another_type",
  ],
  ["O24 an access token as an ID token", () => ({ header: { typ: "at+jwt" } }), "id_token_of_another_type"],
];

describe("an ID token is refused:", () => {
  test.each(CASES)("%s", async (_, bends, reason) => {
    provider.asked.length = 0;
    const refused = await world.refusal(await world.attempt(provider, "okta", bends()));
    expect(refused).toMatch(reason);
    expect(provider.asked).not.toContain("/evil");
  });
});
