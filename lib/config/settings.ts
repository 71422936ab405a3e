import { z } from "zod";
import { OPERATION_SETTINGS } from "./operation-settings";
import { isWide, privateIdpsValue } from "./private-idps";
import { DEFAULT_RATE_LIMITS, rateLimitsValue } from "./rate-limits";
import { SEALING_SETTINGS } from "./sealing-settings";
import { optional, required, type Setting, type Weakness, withDefault } from "./setting";
import {
  booleanValue,
  contactValue,
  databaseUrlValue,
  endpointValue,
  entityIdValue,
  hostValue,
  integerValue,
  originValue,
  providerNameValue,
  regionalEndpointValue,
  roleHoldersValue,
  secretValue,
  tokenHashValue,
} from "./values";

function weakness(because: string, mend: string): Weakness {
  return { because, mend };
}

/**
 * Every setting there is. docs/configuration.md is generated from this table, and an environment
 * variable named ROLEBRIDGE_… that is not in it stops the start: a misspelt setting is never ignored.
 */
export const SETTINGS = {
  url: required({
    name: "ROLEBRIDGE_URL",
    description:
      "The public address people use: scheme, host and port. Every address Rolebridge gives out (ACS, metadata, redirects) starts with it; the `Host` header of a request is never believed. `http` is accepted for localhost only.",
    missing: "set it to the public address, e.g. https://rolebridge.example.com",
    schema: originValue,
    weakens: (value) =>
      value.startsWith("http:")
        ? weakness("Cookies and credentials travel in clear text.", "Give it an https address.")
        : undefined,
  }),
  secret: required({
    name: "ROLEBRIDGE_SECRET",
    description:
      "Encrypts cookies. At least 32 random characters: `openssl rand -base64 32`. The same on every instance. Changing it signs everybody out.",
    missing: "make one with `openssl rand -base64 32`",
    schema: secretValue,
    secret: true,
  }),
  ...SEALING_SETTINGS,
  databaseUrl: withDefault({
    name: "DATABASE_URL",
    description:
      "`pglite:<folder>` runs the embedded database in the process (one instance only); `postgres://user:password@host:5432/database` uses PostgreSQL.",
    defaultText: "pglite:.rolebridge/data",
    schema: databaseUrlValue,
    secret: true,
  }),
  migrationDatabaseUrl: optional({
    name: "ROLEBRIDGE_MIGRATION_DATABASE_URL",
    description:
      "Address of the same PostgreSQL database with the account that owns its tables. It applies migrations and gives the account of `DATABASE_URL` what it needs and no more: that one can then add to the audit and neither change nor delete it. docs/operations/database.md has the two accounts.",
    defaultDescription: "`DATABASE_URL` does both",
    schema: databaseUrlValue,
    secret: true,
  }),
  admins: optional({
    name: "ROLEBRIDGE_ADMINS",
    description:
      "Who administers: `<connection>/group:<name>` or `<connection>/user:<username>`, separated by commas (a JSON array of strings when a name holds a comma). Evaluated at every request against what the identity provider said at the last sign-in.",
    schema: roleHoldersValue,
  }),
  auditors: optional({
    name: "ROLEBRIDGE_AUDITORS",
    description:
      "Who may read everything administrators see and change nothing. Same form as `ROLEBRIDGE_ADMINS`.",
    schema: roleHoldersValue,
  }),
  adminTokenSha256: optional({
    name: "ROLEBRIDGE_ADMIN_TOKEN_SHA256",
    description:
      "SHA-256, in hex, of a bearer token that acts as an administrator on `/api/v1/admin`: for the first set-up and for infrastructure as code. The token itself is never configured. Remove the setting to revoke the token.",
    schema: tokenHashValue,
    weakens: (value) =>
      value
        ? weakness(
            "Whoever holds the token administers without signing in, and the audit cannot name them.",
            "Remove it once somebody in ROLEBRIDGE_ADMINS can sign in.",
          )
        : undefined,
  }),
  sessionIdleMinutes: withDefault({
    name: "ROLEBRIDGE_SESSION_IDLE_MINUTES",
    description: "An app session ends after this many minutes without a request.",
    defaultText: "60",
    schema: integerValue(5, 24 * 60, "minutes"),
    weakens: (value) =>
      value > 8 * 60
        ? weakness(
            "A browser left alone stays signed in for longer than a working day.",
            "Set 480 minutes or less.",
          )
        : undefined,
  }),
  sessionHours: withDefault({
    name: "ROLEBRIDGE_SESSION_HOURS",
    description:
      "An app session ends this many hours after sign-in, used or not; earlier when the identity provider says so.",
    defaultText: "12",
    schema: integerValue(1, 7 * 24, "hours"),
    weakens: (value) =>
      value > 24
        ? weakness(
            "A stolen cookie works for days, and what the identity provider takes away is seen late.",
            "Set 24 hours or less.",
          )
        : undefined,
  }),
  clockSkewSeconds: withDefault({
    name: "ROLEBRIDGE_CLOCK_SKEW_SECONDS",
    description: "How far the clock of an identity provider may differ from ours.",
    defaultText: "120",
    schema: integerValue(0, 300, "seconds"),
    weakens: (value) =>
      value > 120
        ? weakness(
            "Answers of identity providers are accepted long after they ended.",
            "Correct the clocks, and set 120 seconds or less.",
          )
        : undefined,
  }),
  signInMinutes: withDefault({
    name: "ROLEBRIDGE_SIGN_IN_MINUTES",
    description: "How long a person may take at the identity provider before the sign-in has to start again.",
    defaultText: "10",
    schema: integerValue(1, 60, "minutes"),
  }),
  samlProviderName: withDefault({
    name: "ROLEBRIDGE_SAML_PROVIDER_NAME",
    description:
      "Name of the IAM SAML provider that stands for Rolebridge in your AWS accounts. A target without its own `providerArn` uses `arn:<partition>:iam::<account>:saml-provider/<name>`.",
    defaultText: "Rolebridge",
    schema: providerNameValue,
  }),
  samlEntityId: optional({
    name: "ROLEBRIDGE_SAML_ENTITY_ID",
    description:
      "Entity id of Rolebridge as SAML identity provider towards AWS: the `Issuer` of its assertions. AWS compares it with the metadata you uploaded; changing it means uploading again in every account.",
    defaultDescription: "`<ROLEBRIDGE_URL>/aws/saml/metadata`",
    schema: entityIdValue,
  }),
  signSamlResponse: withDefault({
    name: "ROLEBRIDGE_SIGN_SAML_RESPONSE",
    description: "Sign the SAML response towards AWS as well as the assertion in it.",
    defaultText: "false",
    schema: booleanValue,
  }),
  oidcAlgorithm: withDefault({
    name: "ROLEBRIDGE_OIDC_ALGORITHM",
    description:
      "How web identity tokens for AWS are signed: `RS256` or `ES256` (smaller tokens, faster to sign). Keys of both are always published, so it can be changed at any time.",
    defaultText: "RS256",
    schema: z.enum(["RS256", "ES256"], { error: "must be `RS256` or `ES256`" }) as z.ZodType<
      "RS256" | "ES256",
      string
    >,
  }),
  supportContact: optional({
    name: "ROLEBRIDGE_SUPPORT_CONTACT",
    description:
      "Whom people should ask: an e-mail address, an https address or a few words. Shown where something is refused.",
    schema: contactValue,
  }),
  trustedProxyHops: withDefault({
    name: "ROLEBRIDGE_TRUSTED_PROXY_HOPS",
    description:
      "Number of reverse proxies in front of Rolebridge that append to `X-Forwarded-For`. 0 ignores the header; the audit then holds the address of the last hop.",
    defaultText: "0",
    schema: integerValue(0, 10, "proxies"),
    weakens: (value) =>
      value > 0
        ? weakness(
            "Whoever reaches Rolebridge past the proxies chooses the address in the audit and in the limits.",
            "Let nothing but your proxies reach its port.",
          )
        : undefined,
  }),
  rateLimits: withDefault({
    name: "ROLEBRIDGE_RATE_LIMITS",
    description:
      "How many a minute before an answer is 429 with `Retry-After`, shared by all instances: `credentials` and console sign-ins of a person, `diagnosis` questions of a person, `sign-in` starts of an address, `assertions` (answers of identity providers) from an address, all of them at one `connection`, and wrong admin `tokens` from an address. An IPv6 address counts as its /64 network. What is not named keeps its default; `sign-in=off` lifts one limit, `off` alone all of them.",
    defaultText: DEFAULT_RATE_LIMITS,
    schema: rateLimitsValue,
    weakens: (value) =>
      Object.values(value).includes(undefined)
        ? weakness("Somebody who asks without end is not held up.", "Name a number instead of off.")
        : undefined,
  }),
  logLevel: withDefault({
    name: "ROLEBRIDGE_LOG_LEVEL",
    description: "Least important lines to log: `error`, `warn`, `info` or `debug`.",
    defaultText: "info",
    schema: z.enum(["error", "warn", "info", "debug"], {
      error: "must be `error`, `warn`, `info` or `debug`",
    }) as z.ZodType<"error" | "warn" | "info" | "debug", string>,
  }),
  ...OPERATION_SETTINGS,
  stsEndpoint: optional({
    name: "AWS_ENDPOINT_URL_STS",
    description:
      "Sends STS calls here instead of to AWS (the AWS SDKs' own variable). `{region}` in it stands for the region. For private endpoints and the sandbox.",
    defaultDescription: "the account's regional endpoint",
    schema: regionalEndpointValue,
    weakens: (value) =>
      value
        ? weakness(
            "Whoever answers there receives every assertion for AWS.",
            "Remove it, and STS is asked at AWS's own endpoints; keep it for a private endpoint of AWS.",
          )
        : undefined,
  }),
  awsSigninUrl: optional({
    name: "ROLEBRIDGE_AWS_SIGNIN_URL",
    description:
      "Sends browsers and federation calls here instead of to AWS's sign-in endpoint. The assertion keeps naming AWS's real address. For the sandbox.",
    defaultDescription: "the partition's sign-in endpoint",
    schema: endpointValue,
    weakens: (value) =>
      value
        ? weakness("Console sign-ins are handed to this address.", "Remove it; it is for the sandbox.")
        : undefined,
  }),
  awsConsoleUrl: optional({
    name: "ROLEBRIDGE_AWS_CONSOLE_URL",
    description:
      "Where the sign-in at ROLEBRIDGE_AWS_SIGNIN_URL leads browsers in the end: forms may go there. For the sandbox.",
    defaultDescription: "the partition's console",
    schema: endpointValue,
    weakens: (value) =>
      value
        ? weakness("Console sign-ins lead to this address.", "Remove it; it is for the sandbox.")
        : undefined,
  }),
  insecureHttpIdps: withDefault({
    name: "ROLEBRIDGE_INSECURE_HTTP_IDPS",
    description:
      "`true` lets connections use identity providers at `http` addresses of this machine (loopback). Everything else needs https, always. For the sandbox.",
    defaultText: "false",
    schema: booleanValue,
    weakens: (value) =>
      value
        ? weakness(
            "Identity providers on this machine are reached without TLS.",
            "Remove it, and reach identity providers over https.",
          )
        : undefined,
  }),
  privateIdps: optional({
    name: "ROLEBRIDGE_PRIVATE_IDPS",
    description:
      "Where in your private network identity providers may be: networks (`10.20.0.0/16`), addresses and host names (`sso.corp.example`), separated by commas. Rolebridge reads SAML metadata and OpenID Connect documents, tokens and keys over https from public addresses, and from private ones only when they are listed here. Link-local addresses and the metadata services of clouds are never read.",
    defaultDescription: "public addresses only",
    schema: privateIdpsValue,
    weakens: (value) =>
      value && isWide(value)
        ? weakness(
            "Whoever may change connections can make this server ask anything in its private network.",
            "List the networks or hosts of your identity providers only.",
          )
        : undefined,
  }),
  port: withDefault({
    name: "PORT",
    description: "Port that `npm start` listens on.",
    defaultText: "3000",
    schema: integerValue(1, 65_535, "a port number"),
  }),
  host: withDefault({
    name: "HOST",
    description: "Address that `npm start` listens on.",
    defaultText: "127.0.0.1",
    schema: hostValue,
  }),
} as const satisfies Record<string, Setting<unknown>>;
