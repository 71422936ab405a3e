import type { RequestListener } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Bends, Provider } from "./fixtures/provider";
import { Browser, openSignInWorld, type SignInWorld } from "./fixtures/sign-in-world";
import { type Json, JWK, signToken } from "./fixtures/sign-token";

let world: SignInWorld;
let okta: Provider;
beforeAll(async () => {
  world = await openSignInWorld();
  okta = await world.connect("okta");
});
afterAll(() => world.close());
afterEach(() => {
  vi.useRealTimers();
});

const says =
  (
    body: string,
    status = 200,
    headers: Record<string, string> = { "content-type": "application/json" },
  ): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);
const MIB = 1024 * 1024;
const huge = says(JSON.stringify({ padding: "x".repeat(10 * MIB) }));
const drips: RequestListener = (_, response) => {
  const timer = setInterval(() => response.write(" "), 200);
  response.on("close", () => clearInterval(timer));
};
const hangsUp: RequestListener = (request) => request.socket.destroy();
const breaksOff: RequestListener = (request, response) => {
  response.writeHead(200, { "content-length": "1000" });
  response.write("{");
  setTimeout(() => request.socket.destroy(), 20);
};
const to = (location: string): RequestListener => says("", 302, { location });
const DISCOVERY = "/.well-known/openid-configuration";
const METADATA_SERVICE = "http://169.254.169.254/latest/meta-data/iam/security-credentials/";

describe("the token endpoint's answer is refused:", () => {
  test.each<[title: string, answer: RequestListener, reason: RegExp]>([
    ["W09 a redirect to the cloud's metadata service", to(METADATA_SERVICE), /^provider_error_expected_200/],
    ["W09 a redirect to a file", to("file:///etc/passwd"), /^provider_error_expected_200/],
    ["W09 ten megabytes", huge, /^provider_too_large$/],
    ["W09 a byte every now and then", drips, /^provider_timeout$/],
    ["W09 a connection that ends at once", hangsUp, /^provider_unreachable_econnreset$/],
    ["W09 a connection that ends in the middle", breaksOff, /^provider_unreachable_econnreset$/],
    ["O17 HTML", says("<html><script>alert(1)</script>"), /^provider_answer_is_not_json$/],
    ["O17 HTML with status 500", says("<html>onerror=", 500), /^provider_error_expected_200/],
    ["O17 nothing", says(""), /^provider_error_expected_200/],
    ["O17 null", says("null"), /./],
    ["O17 a list", says("[]"), /./],
    [
      "O17 an error with markup",
      says('{"error":"<script>x</script>"}', 400),
      /^provider_error_script_x_script$/,
    ],
    ["O17 an error with status 200", says('{"error":"invalid_grant"}'), /./],
  ])("%s", async (_, answer, reason) => {
    const answered = await world.attempt(okta, "okta", { answers: { "/token": answer } });
    expect(await world.refusal(answered)).toMatch(reason);
  });

  test.each<[string, unknown]>([
    ["missing", undefined],
    ["null", null],
    ["a number", 5],
    ["an object", { sub: "user-1" }],
    ["no JWT", "abc"],
    ["five parts", "a.b.c.d.e"],
    ["empty parts", ".."],
  ])("O05 an ID token that is %s", async (_, idToken) => {
    await world.refusal(await world.attempt(okta, "okta", { idToken }));
  });
});

describe("userinfo is refused:", () => {
  const signed = (how: Parameters<typeof signToken>[2]) =>
    says(signToken({ alg: "RS256", kid: "k1" }, { sub: "user-1", groups: ["admins"] }, how), 200, {
      "content-type": "application/jwt",
    });
  test.each<[title: string, bends: Bends, reason: RegExp]>([
    ["O15 of another person", { userinfo: { sub: "user-2", groups: ["admins"] } }, /^userinfo_sub_mismatch$/],
    ["O15 of nobody", { userinfo: { groups: ["admins"] } }, /^userinfo_sub_mismatch$/],
    ["O15 of a list of people", { userinfo: { sub: ["user-1"] } }, /^userinfo_sub_mismatch$/],
    ["O15 null", { answers: { "/userinfo": says("null") } }, /./],
    ["O16 signed with the wrong key", { answers: { "/userinfo": signed("other") } }, /not_json$/],
    ["O16 signed, though nobody asked for that", { answers: { "/userinfo": signed("own") } }, /not_json$/],
    ["O16 unsigned, as a token", { answers: { "/userinfo": signed("none") } }, /not_json$/],
    ["O15 HTML", { answers: { "/userinfo": says("<html>") } }, /not_json$/],
    ["O15 failing for now", { userinfo: { status: 503 } }, /^provider_error_expected_200/],
    ["W09 a redirect", { answers: { "/userinfo": to(METADATA_SERVICE) } }, /^provider_error_expected_200/],
    ["W09 ten megabytes", { answers: { "/userinfo": huge } }, /^provider_too_large$/],
    [
      "W09 a connection that ends",
      { answers: { "/userinfo": hangsUp } },
      /^provider_unreachable_econnreset$/,
    ],
  ])("%s", async (_, bends, reason) => {
    expect(await world.refusal(await world.attempt(okta, "okta", bends))).toMatch(reason);
  });

  test("O15 what the ID token says wins over what userinfo says of the same person", async () => {
    const claims = { groups: ["by-the-token"] };
    const userinfo = { sub: "user-1", groups: ["by-userinfo"] };
    expect(world.isSignedIn(await world.attempt(okta, "okta", { claims, userinfo }))).toBe(true);
    expect((await world.lastSignIn())?.detail.groups).toEqual(["by-the-token"]);
  });

  test("O19 groups said to be elsewhere: nobody goes there, and no group is taken for granted", async () => {
    const elsewhere = {
      _claim_names: { groups: "src1" },
      _claim_sources: { src1: { endpoint: `${okta.issuer}/evil` } },
    };
    for (const claims of [elsewhere, { hasgroups: true }]) {
      okta.asked.length = 0;
      const answer = await world.attempt(okta, "okta", { claims, userinfo: { status: 403 } });
      expect(world.isSignedIn(answer)).toBe(true);
      expect((await world.lastSignIn())?.detail.groups ?? []).toEqual([]);
      expect(okta.asked).not.toContain("/evil");
    }
  });
});

describe("the keys are refused:", () => {
  let count = 0;
  /** A connection whose keys nobody has read yet. */
  async function fresh(bends: Bends): Promise<[answer: () => Promise<Response>, provider: Provider]> {
    count += 1;
    const slug = `keys-${count}`;
    const provider = await world.connect(slug);
    return [() => world.attempt(provider, slug, bends), provider];
  }
  const many = says(JSON.stringify({ keys: Array.from({ length: 10_000 }, () => JWK.own) }));
  const { kid: _, ...nameless } = JWK.next;
  const secret = { kty: "oct", k: "c2VjcmV0", kid: "k1", alg: "HS256" };

  test.each<[title: string, bends: Bends, reason: RegExp]>([
    ["O21 ten megabytes", { answers: { "/jwks": huge } }, /^provider_too_large$/],
    ["O21 ten thousand keys", { answers: { "/jwks": many } }, /^provider_too_large$/],
    ["O21 a byte every now and then", { answers: { "/jwks": drips } }, /^provider_timeout$/],
    [
      "O21 a redirect to the metadata service",
      { answers: { "/jwks": to(METADATA_SERVICE) } },
      /^provider_error_expected/,
    ],
    ["O21 HTML", { answers: { "/jwks": says("<html>") } }, /not_json$/],
    ["O21 no list", { answers: { "/jwks": says('{"keys":{}}') } }, /./],
    ["O21 an empty list", { keys: [] }, /^no_valid_key/],
    ["O21 a connection that ends", { answers: { "/jwks": hangsUp } }, /econnreset$/],
    ["O07 keys of another kind only", { keys: [JWK.ec] }, /^no_valid_key/],
    ["O06 a shared secret", { keys: [secret], signWith: "hmac-with-client-secret" }, /./],
    [
      "O09 two keys and no kid",
      { keys: [JWK.own, JWK.next], header: { kid: undefined } },
      /^multiple_matching/,
    ],
    [
      "O09 two keys without a name and no kid",
      { keys: [JWK.own, nameless], header: { kid: undefined } },
      /^multiple_/,
    ],
    ["O09 the key of that kid is another one", { keys: [JWK.foreign] }, /^failed_to_validate_jwt_signature$/],
    [
      "O09 two keys of one kid, signed by neither",
      { keys: [JWK.own, JWK.foreign], signWith: "next" },
      /^failed_to/,
    ],
  ])("%s", async (_, bends, reason) => {
    const [attempt] = await fresh(bends);
    expect(await world.refusal(await attempt())).toMatch(reason);
  });

  test("O21 unknown kids make us ask once in half a minute, however many come, and the keys are read once for many sign-ins", async () => {
    const [attempt, provider] = await fresh({});
    for (let person = 0; person < 3; person += 1) expect(world.isSignedIn(await attempt())).toBe(true);
    const slug = `keys-${count}`;
    const asked = () => provider.asked.filter((path) => path === "/jwks").length;
    expect(asked()).toBe(1);
    const unknown = async (kid: number) => {
      const answer = await world.attempt(provider, slug, { header: { kid: `unknown-${kid}` } });
      expect(await world.refusal(answer)).toMatch(/^no_valid_key/);
    };
    for (let kid = 0; kid < 8; kid += 1) await unknown(kid);
    expect(asked()).toBe(1);
    const begin = Date.now();
    for (const [seconds, times] of [
      [29, 1],
      [31, 2],
      [60, 2],
      [62, 3],
      [91, 3],
    ] as const) {
      vi.useFakeTimers({ toFake: ["Date"], now: begin + seconds * 1_000 });
      for (let kid = 10; kid < 14; kid += 1) await unknown(kid);
      expect(asked(), `after ${seconds} s`).toBe(times);
    }
  });

  test("O21 while the keys cannot be read, unknown kids make us ask once in half a minute", async () => {
    const [attempt, provider] = await fresh({});
    expect(world.isSignedIn(await attempt())).toBe(true);
    const slug = `keys-${count}`;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 });
    for (let kid = 0; kid < 4; kid += 1) {
      const bends = { header: { kid: `unknown-${kid}` }, answers: { "/jwks": hangsUp } };
      await world.refusal(await world.attempt(provider, slug, bends));
    }
    expect(provider.asked.filter((path) => path === "/jwks")).toHaveLength(2);
  });

  test("O21 a new key is found after half a minute, and a key that was taken away is refused with it", async () => {
    const [attempt, provider] = await fresh({});
    const slug = `keys-${count}`;
    const rotated: Bends = { keys: [JWK.next], signWith: "next", header: { kid: "k2" } };
    expect(world.isSignedIn(await attempt())).toBe(true);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 });
    const atOnce = [1, 2, 3].map(async () => world.attempt(provider, slug, rotated));
    for (const answer of await Promise.all(atOnce)) expect(world.isSignedIn(answer)).toBe(true);
    expect(provider.asked.filter((path) => path === "/jwks")).toHaveLength(2);
    expect(await world.refusal(await world.attempt(provider, slug, { keys: [JWK.next] }))).toMatch(
      /^no_valid_key/,
    );
  });

  test("O21 a key that was taken away quietly is refused after five minutes", async () => {
    const [attempt, provider] = await fresh({});
    expect(world.isSignedIn(await attempt())).toBe(true);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5 * 60_000 + 1_000 });
    const answer = await world.attempt(provider, `keys-${count}`, { keys: [JWK.next] });
    expect(await world.refusal(answer)).toMatch(/^no_valid_key/);
  });
});

describe("while the keys cannot be read", () => {
  const down: Bends = { answers: { "/jwks": hangsUp } };
  const minutesLater = (minutes: number) =>
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutes * 60_000 });
  const isIn = async (provider: Provider, slug: string, bends: Bends) =>
    world.isSignedIn(await world.attempt(provider, slug, bends));

  test("R12 those that are known go on for an hour, and are asked for twice a minute at most", async () => {
    const provider = await world.connect("keys-down");
    expect(await isIn(provider, "keys-down", {})).toBe(true);
    provider.asked.length = 0;
    minutesLater(6);
    for (let person = 0; person < 3; person += 1) expect(await isIn(provider, "keys-down", down)).toBe(true);
    expect(provider.asked.filter((path) => path === "/jwks")).toHaveLength(1);
    minutesLater(55);
    const answer = await world.attempt(provider, "keys-down", down);
    expect(await world.refusal(answer)).toMatch(/econnreset$/);
    expect(await isIn(provider, "keys-down", {})).toBe(true);
  });

  test("R12 those that are known are not taken for another key address", async () => {
    const provider = await world.connect("keys-moved");
    expect(await isIn(provider, "keys-moved", {})).toBe(true);
    minutesLater(6);
    const moved: Bends = { discovery: { jwks_uri: `${provider.issuer}/other-keys` } };
    const answer = await world.attempt(provider, "keys-moved", moved);
    expect(await world.refusal(answer)).toMatch(/^provider_error_expected/);
  });
});

describe("a discovery document is refused when the connection is made:", () => {
  let privateOnes = 0;
  test.each<[title: string, discovery: Json]>([
    ["O11 it names another issuer", { issuer: "https://idp.example.com" }],
    ["O11 it names a tenant template", { issuer: "https://login.microsoftonline.com/{tenantid}/v2.0" }],
    ["O05 it signs with none only", { id_token_signing_alg_values_supported: ["none"] }],
    ["O06 it signs with shared secrets only", { id_token_signing_alg_values_supported: ["HS256"] }],
    ["O21 its keys are on the metadata service", { jwks_uri: METADATA_SERVICE }],
    ["W09 its token endpoint is a file", { token_endpoint: "file:///etc/passwd" }],
    ["W09 its userinfo is gopher", { userinfo_endpoint: "gopher://127.0.0.1:5432/" }],
    ["W09 its token endpoint is in clear text", { token_endpoint: "http://idp.example.com/token" }],
  ])("%s", async (_, discovery) => {
    await expect(world.connect("never-made", { discovery })).rejects.toMatchObject({
      code: "admin.fetch_failed",
    });
  });

  test.each<[title: string, discovery: Json]>([
    ["W09 its token endpoint is in a private network", { token_endpoint: "https://10.0.0.5/token" }],
    ["W09 its token endpoint is the metadata service", { token_endpoint: "https://169.254.169.254/token" }],
    ["W09 the metadata service, spelt as a number", { token_endpoint: "https://2852039166/token" }],
    ["O21 its keys are behind an IPv4-mapped address", { jwks_uri: "https://[::ffff:169.254.169.254]/jwks" }],
    ["O21 its keys are on a unique local address", { jwks_uri: "https://[fd12:3456::1]/jwks" }],
    ["W09 its userinfo is in a private network", { userinfo_endpoint: "https://192.168.1.1/" }],
  ])("%s: nobody signs in there", async (_, discovery) => {
    privateOnes += 1;
    const slug = `private-${privateOnes}`;
    const provider = await world.connect(slug, { discovery });
    const answer = await world.attempt(provider, slug, { discovery });
    expect(await world.refusal(answer)).toBe("provider_forbidden_address");
  });

  test.each<[title: string, bends: Bends, reason: string]>([
    ["O11 another issuer", { discovery: { issuer: "https://evil.example" } }, "discovery_unusable"],
    ["O21 keys over http", { discovery: { jwks_uri: "http://idp.example.com/jwks" } }, "discovery_unusable"],
    ["W09 a redirect", { answers: { [DISCOVERY]: to(METADATA_SERVICE) } }, "discovery_status_302"],
    ["W09 ten megabytes", { answers: { [DISCOVERY]: huge } }, "discovery_too_large"],
    ["W09 a byte every now and then", { answers: { [DISCOVERY]: drips } }, "discovery_timeout"],
  ])("%s, and also when it comes later: nobody is sent there", async (_, bends, reason) => {
    privateOnes += 1;
    const slug = `private-${privateOnes}`;
    const provider = await world.connect(slug);
    provider.bend(bends);
    const response = await world.begin(new Browser(), slug);
    expect(response.headers.get("location")).toBeNull();
    expect(await world.refusal(response)).toBe(reason);
  });
});
