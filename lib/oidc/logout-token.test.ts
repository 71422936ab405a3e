import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { base64url, exportJWK, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import type { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
import { type LogoutTokenRules, sessionIdOf, verifyLogoutToken } from "./logout-token";

const NOW = new Date("2026-03-02T09:00:00Z");
const SECONDS = NOW.getTime() / 1_000;
const RULES: LogoutTokenRules = {
  issuer: "https://login.example.com",
  clientId: "rolebridge",
  algorithm: "RS256",
  now: NOW,
  clockSkewSeconds: 60,
};
const EVENT = "http://schemas.openid.net/event/backchannel-logout";
const CLAIMS: Readonly<Record<string, unknown>> = {
  iss: RULES.issuer,
  aud: "rolebridge",
  iat: SECONDS - 1,
  exp: SECONDS + 119,
  jti: "token-1",
  sub: "u-1",
  sid: "s-1",
  events: { [EVENT]: {} },
};

const ours = generateKeyPairSync("rsa", { modulusLength: 2048 });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
let keys: { keys: object[] };
beforeAll(async () => {
  keys = { keys: [{ ...(await exportJWK(ours.publicKey)), kid: "k1", alg: "RS256", use: "sig" }] };
});

/** A logout token with these claims changed; undefined takes one away. */
function token(
  change: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
  key: KeyObject | Uint8Array = ours.privateKey,
): Promise<string> {
  const claims = Object.fromEntries(
    Object.entries({ ...CLAIMS, ...change }).filter(([, value]) => value !== undefined),
  );
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: "k1", typ: "logout+jwt", ...header })
    .sign(key);
}

const verified = async (made: Promise<string> | string, published: unknown = keys) =>
  verifyLogoutToken(new Secret(await made), published, RULES);
const outcome = (made: Promise<string> | string, published?: unknown) =>
  verified(made, published).then(
    () => "accepted",
    (error: AppError) => {
      expect(error.code).toBe("signout.token_refused");
      return error.reason;
    },
  );

describe("a logout token is taken", () => {
  test("with whom and which session it ends, and until when it must be remembered", async () => {
    expect(await verified(token())).toEqual({
      issuer: RULES.issuer,
      idHash: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      rememberUntil: new Date("2026-03-02T09:10:59Z"),
      subject: "u-1",
      session: "s-1",
    });
  });

  test("that names a person or a session only, in the types and audiences that providers write", async () => {
    expect(await outcome(token({ sid: undefined }))).toBe("accepted");
    expect(await outcome(token({ sub: undefined }))).toBe("accepted");
    expect(await outcome(token({ aud: ["rolebridge"] }))).toBe("accepted");
    expect(await outcome(token({}, { typ: "JWT" }))).toBe("accepted");
    expect(await outcome(token({}, { typ: undefined }))).toBe("accepted");
  });
});

const unsigned = (header: object) =>
  `${base64url.encode(JSON.stringify(header))}.${base64url.encode(JSON.stringify(CLAIMS))}.`;

describe("O24 a logout token is refused", () => {
  test.each<[string, () => Promise<string> | string, string]>([
    ["that is none", () => "logout", "err_jws_invalid"],
    ["without a signature", () => unsigned({ alg: "none" }), "err_jose_alg_not_allowed"],
    [
      "signed with the public key as a secret",
      () => token({}, { alg: "HS256" }, ours.publicKey.export({ format: "der", type: "spki" })),
      "err_jose_alg_not_allowed",
    ],
    [
      "signed with another algorithm than ID tokens",
      () => token({}, { alg: "RS512" }),
      "err_jose_alg_not_allowed",
    ],
    [
      "signed by a stranger",
      () => token({}, {}, stranger.privateKey),
      "err_jws_signature_verification_failed",
    ],
    [
      "signed by a stranger who brings the key along",
      () => token({}, { jwk: stranger.publicKey.export({ format: "jwk" }) }, stranger.privateKey),
      "err_jws_signature_verification_failed",
    ],
    ["signed with a key nobody published", () => token({}, { kid: "k2" }), "key_unknown"],
    ["with a critical header", () => token({}, { crit: ["b64"], b64: true }), "header"],
    ["that says it is compressed", () => token({}, { zip: "DEF" }), "header"],
    ["that is an access token", () => token({}, { typ: "at+jwt" }), "type"],
    ["of another issuer", () => token({ iss: "https://login.example.com/" }), "claim_iss"],
    ["without an issuer", () => token({ iss: undefined }), "claim_iss"],
    ["for another client", () => token({ aud: "other" }), "claim_aud"],
    ["without an audience", () => token({ aud: undefined }), "claim_aud"],
    ["that others may show as well", () => token({ aud: ["rolebridge", "other"] }), "other_audiences"],
    ["that is over", () => token({ exp: SECONDS - 61 }), "err_jwt_expired"],
    ["without an end", () => token({ exp: undefined }), "times_missing"],
    ["without a beginning", () => token({ iat: undefined }), "times_missing"],
    ["from the future", () => token({ iat: SECONDS + 61 }), "issued_in_future"],
    ["from long ago", () => token({ iat: SECONDS - 661 }), "issued_too_long_ago"],
    ["without an id", () => token({ jti: undefined }), "jti_missing"],
    ["with an empty id", () => token({ jti: "" }), "jti_missing"],
    ["with a nonce: an ID token", () => token({ nonce: "n" }), "nonce"],
    ["with an empty nonce", () => token({ nonce: null }), "nonce"],
    ["without an event", () => token({ events: undefined }), "event_missing"],
    ["of another event", () => token({ events: { "urn:other": {} } }), "event_missing"],
    ["whose event is no object", () => token({ events: { [EVENT]: true } }), "event_missing"],
    ["whose events are a list", () => token({ events: [EVENT] }), "event_missing"],
    ["about nobody", () => token({ sub: undefined, sid: undefined }), "nobody_named"],
    ["about nobody by name", () => token({ sub: "" }), "name_invalid"],
    ["about a list", () => token({ sub: ["u-1"] }), "name_invalid"],
    ["about a session that is a number", () => token({ sid: 7 }), "name_invalid"],
    ["about a session with a NUL in it", () => token({ sid: "s\0" }), "name_invalid"],
  ])("%s", async (_, made, reason) => {
    expect(await outcome(made())).toBe(reason);
  });

  test("when the provider publishes nothing that is a key set, or two keys that fit a token without a name", async () => {
    expect(await outcome(token(), { keys: "none" })).toBe("err_jwks_invalid");
    expect(await outcome(token(), null)).toBe("err_jwks_invalid");
    const two = { keys: [...keys.keys, { ...keys.keys[0], kid: "k2" }] };
    expect(await outcome(token({}, { kid: undefined }), two)).toBe("err_jwks_multiple_matching_keys");
  });
});

test("a session id is remembered only where a logout token could name it", () => {
  expect(sessionIdOf({ sid: "s-1" })).toBe("s-1");
  for (const sid of ["", "s\n", "é", "x".repeat(256), 7, ["s"], undefined]) {
    expect(sessionIdOf({ sid })).toBeUndefined();
  }
});
