import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deriveKey } from "./derive-key";
import { ConfigError, loadConfig } from "./load-config";

const random32 = () => randomBytes(32).toString("base64");
const good = () => ({
  ROLEBRIDGE_URL: "https://rolebridge.example.com",
  ROLEBRIDGE_SECRET: random32(),
  ROLEBRIDGE_SEALING_KEY: random32(),
  ROLEBRIDGE_ADMINS: "okta/group:platform admins, okta/user:grace@example.com",
});

function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("loadConfig", () => {
  test("gives a frozen configuration with the documented defaults", () => {
    const { config } = loadConfig(good());
    expect(config).toMatchObject({
      url: "https://rolebridge.example.com",
      sessionIdleMinutes: 60,
      sessionHours: 12,
      clockSkewSeconds: 120,
      signInMinutes: 10,
      samlProviderName: "Rolebridge",
      samlEntityId: "https://rolebridge.example.com/aws/saml/metadata",
      signSamlResponse: false,
      insecureHttpIdps: false,
      trustedProxyHops: 0,
      stsEndpoint: undefined,
    });
    expect(config.databaseUrl.reveal()).toBe("pglite:.rolebridge/data");
    expect(Object.isFrozen(config)).toBe(true);
  });

  test.each([
    ["https://sts.{region}.example.com/", "https://sts.{region}.example.com"],
    ["http://127.0.0.1:4103/{region}", "http://127.0.0.1:4103/{region}"],
    ["https://sts.example.com", "https://sts.example.com"],
  ])("takes %s as the endpoint of STS", (given, stsEndpoint) => {
    expect(loadConfig({ ...good(), AWS_ENDPOINT_URL_STS: given }).config).toMatchObject({ stsEndpoint });
  });

  test("names every problem at once, each with what to do", () => {
    const problems = problemsOf({ ROLEBRIDGE_SESSION_HOURS: "a day", ROLEBRIDGE_SESION_IDLE_MINUTES: "30" });
    expect(problems).toEqual([
      "ROLEBRIDGE_URL is missing: set it to the public address, e.g. https://rolebridge.example.com.",
      "ROLEBRIDGE_SECRET is missing: make one with `openssl rand -base64 32`.",
      "ROLEBRIDGE_SESSION_HOURS must be a whole number of hours from 1 to 168.",
      expect.stringContaining("ROLEBRIDGE_ADMINS is missing"),
      "ROLEBRIDGE_SEALING_KEY is missing: make one with `openssl rand -base64 32` and keep it safe, apart from the database; or set ROLEBRIDGE_SEALING_KMS_KEY.",
      "ROLEBRIDGE_SESION_IDLE_MINUTES is not a setting: did you mean ROLEBRIDGE_SESSION_IDLE_MINUTES? Otherwise remove it.",
    ]);
  });

  test.each([
    ["a short secret (K06)", { ROLEBRIDGE_SECRET: "short" }],
    ["a random secret of 31 characters (K06)", { ROLEBRIDGE_SECRET: random32().slice(0, 31) }],
    ["a repeated secret (K06)", { ROLEBRIDGE_SECRET: "ab".repeat(20) }],
    ["a secret from a manual (K06)", { ROLEBRIDGE_SECRET: "changeme-changeme-changeme-1234567890" }],
    ["a sealing key of 31 bytes", { ROLEBRIDGE_SEALING_KEY: randomBytes(31).toString("base64") }],
    ["a sealing key of zeros (K06)", { ROLEBRIDGE_SEALING_KEY: Buffer.alloc(32).toString("base64") }],
    ["a sealing key in base64url", { ROLEBRIDGE_SEALING_KEY: `${"-_".repeat(21)}-=` }],
    [
      "the token hash of a known word (K06)",
      { ROLEBRIDGE_ADMIN_TOKEN_SHA256: createHash("sha256").update("admin").digest("hex") },
    ],
    ["http for another host", { ROLEBRIDGE_URL: "http://rolebridge.example.com" }],
    ["a path in the origin", { ROLEBRIDGE_URL: "https://rolebridge.example.com/x" }],
    ["http to an STS elsewhere", { AWS_ENDPOINT_URL_STS: "http://sts.internal:8000" }],
    ["http to a regional STS elsewhere", { AWS_ENDPOINT_URL_STS: "http://sts.{region}.internal" }],
    ["`yes` for a boolean", { ROLEBRIDGE_INSECURE_HTTP_IDPS: "yes" }],
    ["an administrator without a connection", { ROLEBRIDGE_ADMINS: "group:admins" }],
    ["an administrator of unknown kind", { ROLEBRIDGE_ADMINS: "okta/role:admins" }],
    ["a database of another make", { DATABASE_URL: "mysql://localhost/x" }],
    ["a script as support contact", { ROLEBRIDGE_SUPPORT_CONTACT: "javascript:alert(1)" }],
    ["switched-off TLS checks", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }],
    ["a redirect of all AWS calls (A14)", { AWS_ENDPOINT_URL: "http://127.0.0.1:1" }],
  ])("refuses %s", (_, bad) => {
    expect(problemsOf({ ...good(), ...bad })).toHaveLength(1);
  });

  test("K06 refuses one secret for both purposes", () => {
    const one = random32();
    expect(problemsOf({ ...good(), ROLEBRIDGE_SECRET: one, ROLEBRIDGE_SEALING_KEY: one })).toEqual([
      expect.stringContaining("the same as ROLEBRIDGE_SECRET"),
    ]);
  });

  test("reads groups with slashes and colons whole, and commas from a JSON array", () => {
    const admins = (text: string) => loadConfig({ ...good(), ROLEBRIDGE_ADMINS: text }).config.admins;
    expect(admins("kc/group:/a/b:c,kc/user:x")).toEqual([
      { connection: "kc", group: "/a/b:c" },
      { connection: "kc", user: "x" },
    ]);
    expect(admins('["ad/group:CN=Ops,OU=EU"]')).toEqual([{ connection: "ad", group: "CN=Ops,OU=EU" }]);
  });

  test("never puts a secret into a problem, nor into what is in force", () => {
    const environment = { ...good(), DATABASE_URL: "postgres://u:hunter2-hunter2@db/x", PORT: "0" };
    expect(problemsOf({ ...environment, ROLEBRIDGE_SECRET: "hunter2" }).join()).not.toContain("hunter2");
    const { inForce } = loadConfig({ ...environment, PORT: "4000" });
    const text = JSON.stringify(inForce);
    for (const secret of ["hunter2", environment.ROLEBRIDGE_SECRET, environment.ROLEBRIDGE_SEALING_KEY]) {
      expect(text).not.toContain(secret);
    }
  });

  test("marks what weakens Rolebridge, and only that", () => {
    const weakened = (environment: object) =>
      loadConfig({ ...good(), ...environment })
        .inForce.filter((setting) => setting.weakens !== undefined)
        .map((setting) => setting.name);
    expect(weakened({})).toEqual([]);
    expect(
      weakened({ ROLEBRIDGE_INSECURE_HTTP_IDPS: "true", AWS_ENDPOINT_URL_STS: "http://127.0.0.1:4103" }),
    ).toEqual(["AWS_ENDPOINT_URL_STS", "ROLEBRIDGE_INSECURE_HTTP_IDPS"]);
    expect(weakened({ ROLEBRIDGE_PRIVATE_IDPS: "10.0.0.0/8, sso.corp.example" })).toEqual([]);
    expect(weakened({ ROLEBRIDGE_PRIVATE_IDPS: "::/0" })).toEqual(["ROLEBRIDGE_PRIVATE_IDPS"]);
  });

  test.each([
    ["ROLEBRIDGE_URL", "http://localhost:3000", "https://rolebridge.example.com"],
    ["ROLEBRIDGE_SESSION_HOURS", "25", "24"],
    ["ROLEBRIDGE_SESSION_IDLE_MINUTES", "481", "480"],
    ["ROLEBRIDGE_CLOCK_SKEW_SECONDS", "121", "120"],
    ["ROLEBRIDGE_TRUSTED_PROXY_HOPS", "1", "0"],
    ["ROLEBRIDGE_RATE_LIMITS", "tokens=off", "tokens=5"],
    ["ROLEBRIDGE_RATE_LIMITS", "off", "credentials=1000000"],
    ["ROLEBRIDGE_AWS_SIGNIN_URL", "http://127.0.0.1:4103", ""],
  ])("says of %s=%s what it weakens and what to do, and nothing of %j", (name, weak, strong) => {
    const found = (value: string) =>
      loadConfig({ ...good(), [name]: value }).inForce.find((setting) => setting.name === name)?.weakens;
    expect(found(weak)).toMatchObject({
      because: expect.stringMatching(/\.$/),
      mend: expect.stringMatching(/\.$/),
    });
    expect(found(strong)).toBeUndefined();
  });

  test.each([
    "credentials",
    "credentials=0",
    "logins=5",
    "credentials=5,credentials=6",
    "credentials=-1",
    "5",
    "credentials=1e9",
  ])("refuses the limits %j by naming what there is", (text) => {
    expect(problemsOf({ ...good(), ROLEBRIDGE_RATE_LIMITS: text }).join()).toContain(
      "credentials, diagnosis, sign-in",
    );
  });

  test("limits that are not named keep their default", () => {
    const { rateLimits } = loadConfig({ ...good(), ROLEBRIDGE_RATE_LIMITS: "sign-in=off, tokens=5" }).config;
    expect(rateLimits).toEqual({
      credentials: 300,
      diagnosis: 20,
      "sign-in": undefined,
      assertions: 600,
      refused: 10,
      connection: 6_000,
      tokens: 5,
    });
  });

  test("reads where private identity providers are", () => {
    const given = "10.20.0.0/16, SSO.corp.example,fd12::7 , 192.168.1.5";
    expect(loadConfig({ ...good(), ROLEBRIDGE_PRIVATE_IDPS: given }).config.privateIdps).toEqual({
      hosts: ["sso.corp.example"],
      networks: [
        { address: "10.20.0.0", prefix: 16 },
        { address: "fd12::7", prefix: 128 },
        { address: "192.168.1.5", prefix: 32 },
      ],
    });
  });

  test.each([
    "10.0.0.0/33",
    "fd12::/129",
    "https://sso.corp.example",
    "0x7f.1",
    "2130706433",
    "a b",
    "a,,b",
    "*",
  ])("refuses %j as the place of a private identity provider", (given) => {
    expect(problemsOf({ ...good(), ROLEBRIDGE_PRIVATE_IDPS: given })).toEqual([
      expect.stringMatching(/^ROLEBRIDGE_PRIVATE_IDPS must be a list of networks/),
    ]);
  });

  test("treats an empty variable as absent", () => {
    expect(loadConfig({ ...good(), ROLEBRIDGE_SESSION_HOURS: "" }).config.sessionHours).toBe(12);
  });
});

describe("sealing keys", () => {
  const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const { ROLEBRIDGE_SEALING_KEY: _, ...unsealed } = good();

  test.each([
    ["both kinds", { ROLEBRIDGE_SEALING_KEY: random32(), ROLEBRIDGE_SEALING_KMS_KEY: arn }, /are both set/],
    [
      "an alias",
      { ROLEBRIDGE_SEALING_KMS_KEY: "arn:aws:kms:eu-west-1:111122223333:alias/x" },
      /must be the ARN/,
    ],
    [
      "two previous ones",
      {
        ROLEBRIDGE_SEALING_KEY: random32(),
        ROLEBRIDGE_PREVIOUS_SEALING_KEY: random32(),
        ROLEBRIDGE_PREVIOUS_SEALING_KMS_KEY: arn,
      },
      /finish one change/,
    ],
    [
      "the same twice",
      { ROLEBRIDGE_SEALING_KMS_KEY: arn, ROLEBRIDGE_PREVIOUS_SEALING_KMS_KEY: arn },
      /is the same/,
    ],
  ])("K04 refuses %s", (_what, change, words) => {
    expect(problemsOf({ ...unsealed, ...change }).join()).toMatch(words);
  });

  test("accepts one of AWS KMS instead of one of its own", () => {
    expect(loadConfig({ ...unsealed, ROLEBRIDGE_SEALING_KMS_KEY: arn }).config.sealingKmsKey).toBe(arn);
  });
});

describe("deriveKey", () => {
  test("gives another key for every secret, the same one again, and never the secret itself", () => {
    const { secret } = loadConfig(good()).config;
    const key = deriveKey(secret, "cookies").reveal();
    expect(deriveKey(secret, "cookies").reveal()).toBe(key);
    expect(deriveKey(loadConfig(good()).config.secret, "cookies").reveal()).not.toBe(key);
    expect(key).not.toBe(secret.reveal());
    expect(Buffer.from(key, "base64")).toHaveLength(32);
  });
});
